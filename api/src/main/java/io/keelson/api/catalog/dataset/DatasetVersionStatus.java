package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.failure.Conflict;

/**
 * {@code OPEN → SEALED → VALIDATED | REJECTED}. Files change in OPEN only; a digest is there from
 * SEALED on.
 */
public enum DatasetVersionStatus {
  OPEN,
  SEALED,
  VALIDATED,
  REJECTED;

  public boolean mayBecome(DatasetVersionStatus next) {
    return switch (this) {
      case OPEN -> next == SEALED;
      case SEALED -> next == VALIDATED || next == REJECTED;
      case VALIDATED, REJECTED -> false;
    };
  }

  /** Whether a job or a run may read it: final, and not found to be unusable. */
  public boolean readable() {
    return this == SEALED || this == VALIDATED;
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
