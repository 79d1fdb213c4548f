package io.keelson.api.graphql.live.socket;

import java.time.Duration;
import java.time.Instant;

/** When the other end was last heard of, and asked for a sign of life. From anywhere. */
final class SignsOfLife {
  /** One is asked for so many times before a silent socket is closed. */
  private static final int ASKED_FOR = 10;

  /** What a silence calls for. */
  enum Due {
    NOTHING,
    ASK,
    CLOSE
  }

  private final Duration limit;
  private volatile Instant heardAt;
  private volatile Instant askedAt;

  /**
   * @param limit how long the other end may be silent
   */
  SignsOfLife(Duration limit, Instant now) {
    this.limit = limit;
    this.heardAt = now;
    this.askedAt = now;
  }

  void heard(Instant now) {
    heardAt = now;
  }

  /** When it is {@link Due#ASK}, it counts as asked for. */
  Due at(Instant now) {
    if (heardAt.plus(limit).isBefore(now)) {
      return Due.CLOSE;
    }
    Instant last = heardAt.isAfter(askedAt) ? heardAt : askedAt;
    if (last.plus(limit.dividedBy(ASKED_FOR)).isBefore(now)) {
      askedAt = now;
      return Due.ASK;
    }
    return Due.NOTHING;
  }
}
