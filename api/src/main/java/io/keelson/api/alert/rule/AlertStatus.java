package io.keelson.api.alert.rule;

/**
 * {@code OK → PENDING → FIRING → RESOLVED}; {@code NO_DATA} where nothing can be said, which is
 * neither good nor bad.
 */
public enum AlertStatus {
  /** Nothing is wrong, or it was over before it fired. */
  OK,
  /** The value is over the threshold, and not yet for long enough. */
  PENDING,
  /** It is, and people are told. */
  FIRING,
  /** It fired, and is over. */
  RESOLVED,
  /** There is nothing to judge by. */
  NO_DATA;

  public boolean mayBecome(AlertStatus next) {
    return switch (this) {
      case OK, RESOLVED -> next == PENDING || next == FIRING || next == NO_DATA;
      case PENDING -> next == FIRING || next == OK || next == NO_DATA;
      case FIRING -> next == RESOLVED || next == NO_DATA;
      case NO_DATA -> next != NO_DATA;
    };
  }

  /** Whether an alert in this state is over. */
  public boolean isOver() {
    return this == OK || this == RESOLVED;
  }
}
