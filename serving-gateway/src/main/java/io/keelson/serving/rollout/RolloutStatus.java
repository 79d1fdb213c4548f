package io.keelson.serving.rollout;

import java.util.EnumSet;
import java.util.Set;

/** The states of a rollout and the only ways between them. */
public enum RolloutStatus {
  /** The candidate is not READY yet. */
  PENDING,
  /** The candidate has a step's share of the traffic. */
  STEPPING,
  /** The share stays as it is until somebody decides or requests come; its end is a rollback. */
  PAUSED,
  /** The candidate has all of the traffic. */
  PROMOTED,
  /** The baseline has all of the traffic, or is started again for it where it may be. */
  ROLLED_BACK;

  /** The states that may follow this one; none for the last ones. */
  public Set<RolloutStatus> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(STEPPING, ROLLED_BACK);
      case STEPPING -> EnumSet.of(PAUSED, PROMOTED, ROLLED_BACK);
      case PAUSED -> EnumSet.of(STEPPING, PROMOTED, ROLLED_BACK);
      case PROMOTED, ROLLED_BACK -> EnumSet.noneOf(RolloutStatus.class);
    };
  }

  public boolean isFinal() {
    return next().isEmpty();
  }
}
