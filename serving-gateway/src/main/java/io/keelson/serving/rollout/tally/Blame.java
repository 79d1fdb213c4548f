package io.keelson.serving.rollout.tally;

/** Whose doing the end of a request was. */
public enum Blame {
  /** It was answered. */
  NOBODY,
  /** The request was wrong, or the caller went away: judged apart, by how often either says so. */
  CALLER,
  /** The replica failed, or did not answer in time. */
  REPLICA,
  /** The gateway had no room at the revision. */
  PLATFORM;

  boolean isJudged() {
    return this == REPLICA || this == PLATFORM;
  }
}
