package io.keelson.tenancy.rate;

import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.refusal.LimitName;
import java.time.Duration;

/** A caller does not have so many points of cost left in this minute. */
public final class PointsUsedUp extends RateLimited {
  private static final long serialVersionUID = 1L;
  private final LimitName limit;
  private final long most;

  PointsUsedUp(LimitName limit, long most, String message, Duration retryAfter) {
    super(message, retryAfter);
    this.limit = limit;
    this.most = most;
  }

  /** The one that has refused: the tenant's, or the key's. */
  public LimitName limit() {
    return limit;
  }

  /** How many points it gives a minute. */
  public long most() {
    return most;
  }
}
