package io.keelson.api.catalog.model;

import io.keelson.tenancy.failure.Conflict;

/** {@code REGISTERED → APPROVED | REJECTED → ARCHIVED}. */
public enum ModelVersionStatus {
  REGISTERED,
  APPROVED,
  REJECTED,
  ARCHIVED;

  public boolean mayBecome(ModelVersionStatus next) {
    return switch (this) {
      case REGISTERED -> next == APPROVED || next == REJECTED;
      case APPROVED, REJECTED -> next == ARCHIVED;
      case ARCHIVED -> false;
    };
  }

  /**
   * @throws Conflict when this state does not lead to the next
   */
  public void requireBecome(ModelVersionStatus next) {
    if (!mayBecome(next)) {
      throw new Conflict("model version is " + this + " and cannot become " + next);
    }
  }

  /** Whether an alias may point at it. */
  public boolean mayHaveAlias() {
    return this == REGISTERED || this == APPROVED;
  }
}
