package io.keelson.api.deployment;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.RateLimited;
import java.time.Duration;

/** The inference gateway, or the model behind it, did not do what was asked; with its own words. */
public final class GatewayRefusal extends Failure {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CHARACTERS = 1_000;

  GatewayRefusal(ErrorCode code, String field, String message) {
    super(code, field, message);
  }

  /**
   * @param status of HTTP, other than 429: when to come back from that, {@link #rateLimited} says
   * @param reason what the gateway said
   * @param field of the input that is at fault where the gateway says that something of it is
   */
  static GatewayRefusal of(int status, String reason, String field) {
    ErrorCode code =
        switch (status) {
          case 400, 413 -> ErrorCode.VALIDATION;
          case 401 -> ErrorCode.UNAUTHENTICATED;
          case 403 -> ErrorCode.FORBIDDEN;
          case 404 -> ErrorCode.NOT_FOUND;
          case 409 -> ErrorCode.CONFLICT;
          case 500, 501 -> ErrorCode.INTERNAL;
          default -> ErrorCode.UNAVAILABLE;
        };
    String cut = cut(status, reason);
    return code == ErrorCode.VALIDATION
        ? new GatewayRefusal(code, field, field + ": " + cut)
        : new GatewayRefusal(code, null, cut);
  }

  /**
   * @param retryAfter as the gateway said
   */
  static RateLimited rateLimited(String reason, Duration retryAfter) {
    return new RateLimited(cut(429, reason), retryAfter);
  }

  private static String cut(int status, String reason) {
    String said = reason.isBlank() ? "the inference gateway answered " + status : reason;
    return said.length() > MAX_CHARACTERS ? said.substring(0, MAX_CHARACTERS) + "…" : said;
  }
}
