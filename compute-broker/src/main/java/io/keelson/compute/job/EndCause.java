package io.keelson.compute.job;

/** What brought an attempt of a job to an end that was no success. */
public enum EndCause {
  /** Its command ended with another code than 0, or by a signal. */
  EXIT(true),

  /** It had more in memory than it may. */
  OUT_OF_MEMORY(true),

  /** It held more on disk than it may. */
  DISK_FULL(true),

  /** Its machine was lost, or restarted under it. */
  MACHINE_LOST(true),

  /** Its time limit was reached: a further attempt would reach it, too. */
  TIME_LIMIT(false),

  /** Nothing of it has run: its inputs could not be placed, or its program is not there. */
  NOT_STARTED(false),

  /** Its machine was taken away, for the job to go on later. */
  PREEMPTED(false),

  /** Somebody asked for it. */
  ASKED(false),

  /** What it left behind could not be kept. */
  OUTPUTS_REFUSED(false);

  private final boolean retriable;

  EndCause(boolean retriable) {
    this.retriable = retriable;
  }

  /** Whether a job can ask to be tried again after it. */
  public boolean isRetriable() {
    return retriable;
  }
}
