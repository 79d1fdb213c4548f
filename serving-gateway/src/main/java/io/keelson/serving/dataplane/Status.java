package io.keelson.serving.dataplane;

import io.keelson.serving.rollout.tally.Blame;

/** The gRPC status codes that the gateway gives, and what REST says for them. */
enum Status {
  OK(0, 200),
  CANCELLED(1, 499),
  UNKNOWN(2, 500),
  INVALID_ARGUMENT(3, 400),
  DEADLINE_EXCEEDED(4, 504),
  NOT_FOUND(5, 404),
  ALREADY_EXISTS(6, 409),
  PERMISSION_DENIED(7, 403),
  RESOURCE_EXHAUSTED(8, 429),
  FAILED_PRECONDITION(9, 400),
  ABORTED(10, 409),
  OUT_OF_RANGE(11, 400),
  UNIMPLEMENTED(12, 501),
  INTERNAL(13, 500),
  UNAVAILABLE(14, 503),
  DATA_LOSS(15, 500),
  UNAUTHENTICATED(16, 401);

  private static final Status[] BY_CODE = values();
  private final String text;
  private final int http;

  Status(int code, int http) {
    this.text = Integer.toString(code);
    this.http = http;
  }

  /** As {@code grpc-status} spells it. */
  String text() {
    return text;
  }

  int code() {
    return ordinal();
  }

  int http() {
    return http;
  }

  /** Whose doing a request's end with it was. */
  Blame blame() {
    return switch (this) {
      case OK, CANCELLED -> Blame.NOBODY;
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNAUTHENTICATED ->
          Blame.CALLER;
      case RESOURCE_EXHAUSTED -> Blame.PLATFORM;
      case UNKNOWN, DEADLINE_EXCEEDED, ABORTED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
          Blame.REPLICA;
    };
  }

  /**
   * Likewise where the caller may have set a deadline of their own: what comes of it says nothing
   * of a revision, since they choose it.
   *
   * @param nanos that the request took
   * @param timeoutNanos that it was given
   * @param maxNanos that the gateway gives a request whose caller names no deadline
   */
  Blame blame(long nanos, long timeoutNanos, long maxNanos) {
    boolean isOwn = timeoutNanos < maxNanos;
    return isOwn && (this == DEADLINE_EXCEEDED || nanos >= timeoutNanos) ? Blame.NOBODY : blame();
  }

  /** The status of a {@code grpc-status} value; UNKNOWN for one that is none, or missing. */
  static Status parse(String value) {
    if ("0".equals(value)) {
      return OK;
    }
    try {
      int code = value == null ? UNKNOWN.ordinal() : Integer.parseInt(value);
      return code < 0 || code >= BY_CODE.length ? UNKNOWN : BY_CODE[code];
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }
}
