package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.failure.Conflict;

/**
 * {@code OPEN → SEALED → VALIDATING → VALIDATED | REJECTED | ERRORED}; ERRORED is VALIDATING again
 * when its time has come, or by hand, and any of them when it is checked by another suite. What a
 * transform makes is {@code MAKING → SEALED | REJECTED}. Files change in OPEN only; a digest is
 * there from SEALED on.
 */
public enum DatasetVersionStatus {
  OPEN,
  /** A transform runs, at whose end its files come. */
  MAKING,
  SEALED,
  VALIDATING,
  VALIDATED,
  /** The data is at fault. */
  REJECTED,
  /** The platform could not tell. */
  ERRORED;

  public boolean mayBecome(DatasetVersionStatus next) {
    return switch (this) {
      case OPEN -> next == SEALED;
      case MAKING -> next == SEALED || next == REJECTED;
      case SEALED, ERRORED -> next == VALIDATING;
      case VALIDATING -> next == VALIDATED || next == REJECTED || next == ERRORED;
      // By another suite of expectations than before.
      case VALIDATED, REJECTED -> next == VALIDATING;
    };
  }

  /**
   * Whether a job or a run may read it: final, and not found to be unusable. What was REJECTED and
   * is judged again they may not read either.
   */
  public boolean readable() {
    return this != OPEN && this != MAKING && this != REJECTED;
  }

  /**
   * @throws Conflict when this state does not lead to the next
   */
  public void requireBecome(DatasetVersionStatus next) {
    if (!mayBecome(next)) {
      throw new Conflict("data set version is " + this + " and cannot become " + next);
    }
  }
}
