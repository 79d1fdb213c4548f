package io.keelson.compute.job;

/** Whether a job ends by itself. */
public enum JobKind {
  /** Ends by itself, or at its time limit. */
  TASK,
  /** Runs until it is stopped; ending before that is a failure. */
  SERVICE
}
