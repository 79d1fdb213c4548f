package io.keelson.serving.rollout.tally;

/** Whose doing the end of a request was. */
public enum Blame {
  /** It was answered, or its caller did not wait for an answer. */
  NOBODY,
  /** The request was wrong: judged apart, by how often either says so. */
  CALLER,
  /** The replica failed, or did not answer in the gateway's own time. */
  REPLICA,
  /** The gateway had no room at the revision. */
  PLATFORM;

  boolean isJudged() {
    return this == REPLICA || this == PLATFORM;
  }
}
