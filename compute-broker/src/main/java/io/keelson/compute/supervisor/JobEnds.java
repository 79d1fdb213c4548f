package io.keelson.compute.supervisor;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.lease.Attempts;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.Outcome;
import io.keelson.tenancy.database.Transaction;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/** What becomes of a job when an attempt of it is over. */
final class JobEnds {
  private final JobProgress progress;

  JobEnds(JobProgress progress) {
    this.progress = progress;
  }

  /**
   * A job that has ended stays as it was said to be; one that was told to end after its attempt was
   * does not go back to the queue.
   *
   * @param job locked
   * @param lease of the job's latest attempt
   */
  void tell(
      Transaction tx,
      Job job,
      Lease lease,
      Outcome outcome,
      List<JobOutput> outputs,
      OffsetDateTime now) {
    if (job.status().ended()) {
      return;
    }
    Verdict.Ending asked = job.stopReason() == null ? null : Verdict.Ending.asked(job);
    boolean mayGoOn = asked == null || asked.status() == JobStatus.QUEUED;
    if (outcome.status() != JobStatus.QUEUED) {
      progress.ended(
          tx,
          job,
          outcome.status(),
          outcome.reason(),
          outcome.exitCode(),
          outcome.endedAt(),
          outputs);
    } else if (!mayGoOn) {
      JobStatus end = job.status() == JobStatus.RUNNING ? asked.status() : JobStatus.CANCELLED;
      progress.ended(
          tx, job, end, asked.reason(), outcome.exitCode(), outcome.endedAt(), List.of());
    } else if (asked == null && lease.activeAt() == null && outcome.reason() != null) {
      progress.requeued(tx, job, now.plus(pause(tx, job)), outcome.reason());
    } else {
      progress.requeued(tx, job);
    }
  }

  /** Two seconds after the first attempt that came to nothing, twice as long after each further. */
  private static Duration pause(Transaction tx, Job job) {
    return Duration.ofSeconds(1L << Attempts.failedStarts(tx, job.id()));
  }
}
