package io.keelson.api.graphql.permission;

import java.util.Arrays;
import java.util.Set;

/** What became of a call, as far as permissions are concerned. */
enum Outcome {
  /** Nobody refused it; whether it was carried out is another matter. */
  LET_THROUGH,
  /** Answered without the thing: null, or a list that leaves it out. */
  LEFT_OUT,
  FORBIDDEN,
  NOT_FOUND,
  UNAUTHENTICATED,
  /** Never right. */
  BROKEN;

  /** Reasons that have nothing to do with who asks. */
  private static final Set<String> PAST_THE_CHECK =
      Set.of(
          "VALIDATION",
          "CONFLICT",
          "QUOTA_EXCEEDED",
          "BUDGET_EXCEEDED",
          "RATE_LIMITED",
          "UNAVAILABLE");

  /** By the code of an error of the API. */
  static Outcome of(String code) {
    if (PAST_THE_CHECK.contains(code)) {
      return LET_THROUGH;
    }
    return Arrays.stream(new Outcome[] {FORBIDDEN, NOT_FOUND, UNAUTHENTICATED})
        .filter(refusal -> refusal.name().equals(code))
        .findFirst()
        .orElse(BROKEN);
  }
}
