package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.failure.Conflict;

/**
 * {@code SCHEDULED → RUNNING → FINISHED | FAILED | KILLED}; one that waits may end without having
 * run.
 */
public enum RunStatus {
  SCHEDULED,
  RUNNING,
  FINISHED,
  FAILED,
  KILLED;

  public boolean ended() {
    return this == FINISHED || this == FAILED || this == KILLED;
  }

  public boolean mayBecome(RunStatus next) {
    return switch (this) {
      case SCHEDULED -> next != SCHEDULED;
      case RUNNING -> next.ended();
      case FINISHED, FAILED, KILLED -> false;
    };
  }

  /**
   * @throws Conflict when this state does not lead to the next
   */
  public void requireBecome(RunStatus next) {
    if (!mayBecome(next)) {
      throw new Conflict("run is " + this + " and cannot become " + next);
    }
  }
}
