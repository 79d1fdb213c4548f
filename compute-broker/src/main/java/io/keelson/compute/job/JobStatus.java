package io.keelson.compute.job;

import io.keelson.tenancy.failure.Conflict;
import java.util.EnumSet;
import java.util.Set;

/** Where a job stands, and where it may go from there. */
public enum JobStatus {
  QUEUED,
  /** A lease was asked for; nothing of the job has run yet. */
  PROVISIONING,
  RUNNING,
  /** Its machine was taken away; it goes back to the queue with a higher attempt. */
  PREEMPTED,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  TIMED_OUT;

  private static final Set<JobStatus> ENDED = EnumSet.of(SUCCEEDED, FAILED, CANCELLED, TIMED_OUT);

  /** Whether it stays so for good. */
  public boolean ended() {
    return ENDED.contains(this);
  }

  /** The states that may follow. Back from PROVISIONING to QUEUED only while nothing has run. */
  public Set<JobStatus> next() {
    return switch (this) {
      case QUEUED -> EnumSet.of(PROVISIONING, FAILED, CANCELLED);
      case PROVISIONING -> EnumSet.of(RUNNING, QUEUED, FAILED, CANCELLED);
      case RUNNING -> EnumSet.of(PREEMPTED, SUCCEEDED, FAILED, CANCELLED, TIMED_OUT);
      case PREEMPTED -> EnumSet.of(QUEUED, FAILED, CANCELLED);
      case SUCCEEDED, FAILED, CANCELLED, TIMED_OUT -> EnumSet.noneOf(JobStatus.class);
    };
  }

  /**
   * The state it moves to.
   *
   * @throws Conflict when there is no such way
   */
  public JobStatus to(JobStatus target) {
    if (!next().contains(target)) {
      throw new Conflict("the job is " + this + " and cannot become " + target);
    }
    return target;
  }
}
