package io.keelson.serving.rollout;

/** What the counts of a step say. */
public enum Verdict {
  /** Its time is over, with enough requests, and the candidate was not found to be worse. */
  PASS,
  /** The candidate fails more often. */
  FAIL,
  /** Its time is not over yet, or it has had too few requests. */
  INCONCLUSIVE,
  /** The candidate has had no request: neither a pass nor a fail. */
  NO_DATA
}
