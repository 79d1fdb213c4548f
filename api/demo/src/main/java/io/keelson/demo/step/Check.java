package io.keelson.demo.step;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Expectations; each message carries what came and what was expected. */
public final class Check {
  private Check() {}

  /**
   * @throws CheckFailed with the message unless it holds
   */
  public static void that(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new CheckFailed(message.formatted(values));
    }
  }

  public static void equal(String what, Object found, Object expected) {
    that(Objects.equals(found, expected), "%s: %s (expected: %s)", what, found, expected);
  }

  public static void oneOf(String what, String found, String... expected) {
    List<String> allowed = Arrays.asList(expected);
    that(
        allowed.contains(found),
        "%s: %s (expected: %s)",
        what,
        found,
        String.join(" or ", allowed));
  }

  /** Always fails. */
  public static CheckFailed failed(String message, Object... values) {
    return new CheckFailed(message.formatted(values));
  }
}
