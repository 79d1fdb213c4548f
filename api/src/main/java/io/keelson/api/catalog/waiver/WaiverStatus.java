package io.keelson.api.catalog.waiver;

/** {@code ASKED → GRANTED | DECLINED | ENDED}; {@code GRANTED → ENDED}. */
public enum WaiverStatus {
  /** Waits for somebody else. */
  ASKED,
  /** The check counts as passed until the waiver ends. */
  GRANTED,
  DECLINED,
  /** Taken back; one whose time is over stays GRANTED and counts no more. */
  ENDED;

  public boolean mayBecome(WaiverStatus next) {
    return switch (this) {
      case ASKED -> next != ASKED;
      case GRANTED -> next == ENDED;
      case DECLINED, ENDED -> false;
    };
  }
}
