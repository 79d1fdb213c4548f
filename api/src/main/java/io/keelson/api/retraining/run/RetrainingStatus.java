package io.keelson.api.retraining.run;

import io.keelson.tenancy.failure.Conflict;
import java.util.EnumSet;
import java.util.Set;

/** How a policy and its runs stand, and the only ways between the states of a run. */
public enum RetrainingStatus {
  /** Of a policy: it waits for something that triggers it. */
  ARMED,
  /** What triggered it is consumed. */
  TRIGGERED,
  /** The policy's transform makes the data. */
  TRANSFORMING,
  /** Rights, data, feed and budget are looked at. */
  CHECKING,
  /** Its job trains the challenger. */
  TRAINING,
  /** A job scores champion and challenger on the same rows. */
  EVALUATING,
  /** The challenger is registered; somebody else decides. */
  AWAITING_APPROVAL,
  /** The challenger takes its endpoint over by steps. */
  CANARY,
  /** The challenger is the champion. */
  PROMOTED,
  /** The champion serves again. */
  ROLLED_BACK,
  /** It ended before anything was deployed, with the reason. */
  DECLINED,
  /** Of a policy: nothing but a call triggers it for a while. */
  COOLDOWN;

  /** The states of a run that may follow this one. */
  public Set<RetrainingStatus> next() {
    return switch (this) {
      case TRIGGERED -> EnumSet.of(TRANSFORMING, CHECKING, DECLINED);
      case TRANSFORMING -> EnumSet.of(CHECKING, DECLINED);
      case CHECKING -> EnumSet.of(TRAINING, DECLINED);
      case TRAINING -> EnumSet.of(EVALUATING, DECLINED);
      case EVALUATING -> EnumSet.of(AWAITING_APPROVAL, DECLINED);
      case AWAITING_APPROVAL -> EnumSet.of(CANARY, PROMOTED, DECLINED);
      case CANARY -> EnumSet.of(PROMOTED, ROLLED_BACK);
      case PROMOTED -> EnumSet.of(ROLLED_BACK);
      case ARMED, COOLDOWN, ROLLED_BACK, DECLINED -> EnumSet.noneOf(RetrainingStatus.class);
    };
  }

  public boolean mayBecome(RetrainingStatus next) {
    return next().contains(next);
  }

  /**
   * @throws Conflict when this state does not lead to the next
   */
  public void requireBecome(RetrainingStatus next) {
    if (!mayBecome(next)) {
      throw new Conflict("retraining is " + this + " and cannot become " + next);
    }
  }

  /** Whether a run is over, although one that was PROMOTED may still be rolled back. */
  public boolean isOver() {
    return this == PROMOTED || this == ROLLED_BACK || this == DECLINED;
  }
}
