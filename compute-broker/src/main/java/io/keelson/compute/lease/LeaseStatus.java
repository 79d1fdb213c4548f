package io.keelson.compute.lease;

import io.keelson.tenancy.failure.Conflict;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a lease stands. There is no way past RELEASING without the provider's word that the
 * instance is gone.
 */
public enum LeaseStatus {
  /** The intent, committed before the provider is called. */
  REQUESTED,
  /** The instance runs, as far as anybody knows. */
  ACTIVE,
  /** Its machine has not been heard of for too long. */
  LOST,
  /** Being ended; the job's token is dead. */
  RELEASING,
  /** The provider has confirmed that nothing of it is left. */
  RELEASED;

  /** The states that may follow. */
  public Set<LeaseStatus> next() {
    return switch (this) {
      case REQUESTED -> EnumSet.of(ACTIVE, RELEASING, LOST);
      case ACTIVE -> EnumSet.of(LOST, RELEASING);
      case LOST -> EnumSet.of(RELEASING);
      case RELEASING -> EnumSet.of(RELEASED);
      case RELEASED -> EnumSet.noneOf(LeaseStatus.class);
    };
  }

  /**
   * The state it moves to.
   *
   * @throws Conflict when there is no such way
   */
  public LeaseStatus to(LeaseStatus target) {
    if (!next().contains(target)) {
      throw new Conflict("the lease is " + this + " and cannot become " + target);
    }
    return target;
  }
}
