package io.keelson.serving.endpoint;

import java.util.EnumSet;
import java.util.Set;

/** The states of a revision and the only ways between them. */
public enum RevisionStatus {
  /** Wanted; no replica was asked for yet. */
  PENDING,
  /** Its replicas start and load the model. */
  LOADING,
  /** Takes traffic. */
  READY,
  /** Takes no new request and finishes those it has. */
  DRAINING,
  /** All its replicas are gone. */
  STOPPED,
  /** Given up, with a reason. */
  FAILED;

  /** The states that may follow this one; none for the last ones. */
  public Set<RevisionStatus> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(LOADING, STOPPED, FAILED);
      case LOADING -> EnumSet.of(READY, DRAINING, FAILED);
      case READY -> EnumSet.of(DRAINING, FAILED);
      case DRAINING -> EnumSet.of(STOPPED);
      case STOPPED, FAILED -> EnumSet.noneOf(RevisionStatus.class);
    };
  }

  public boolean isFinal() {
    return next().isEmpty();
  }

  /**
   * @return the new state
   * @throws IllegalStateException for a step that does not exist
   */
  public RevisionStatus to(RevisionStatus wanted) {
    if (!next().contains(wanted)) {
      throw new IllegalStateException(
          "a revision goes from " + this + " to " + next() + ", not to " + wanted);
    }
    return wanted;
  }

  /**
   * What a revision becomes that is told to end: it drains, or was never started. Final states
   * stay.
   */
  public RevisionStatus whenToldToEnd() {
    return switch (this) {
      case PENDING -> STOPPED;
      case LOADING, READY -> DRAINING;
      case DRAINING, STOPPED, FAILED -> this;
    };
  }
}
