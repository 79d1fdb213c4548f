package io.keelson.compute.supervisor;

import io.keelson.compute.job.EndCause;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Retry;
import io.keelson.compute.lease.Attempts;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.Outcome;
import io.keelson.tenancy.database.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What becomes of a job when an attempt of it is over. */
final class JobEnds {
  /** With the loss of so many machines a task fails whose retries say nothing of that. */
  private static final int MAX_LOST_MACHINES = 3;

  private final JobProgress progress;

  private JobEnds(JobProgress progress) {
    this.progress = progress;
  }

  static JobEnds of(Workshop workshop) {
    return new JobEnds(workshop.progress());
  }

  /**
   * A job that has failed is tried again.
   *
   * @param pause before that
   * @param waitsFor why it waits, in a sentence
   */
  private record Again(Duration pause, String waitsFor) {}

  /**
   * A job that has ended stays as it was said to be; one that was told to end after its attempt was
   * does not go back to the queue.
   *
   * @param job locked
   * @param lease of the job's latest attempt; its outcome is written down
   */
  void tell(Transaction tx, Job job, Lease lease, Outcome outcome, List<JobOutput> outputs) {
    if (job.status().ended()) {
      return;
    }
    boolean wouldGoOn = job.kind() == JobKind.TASK && outcome.cause() == EndCause.MACHINE_LOST;
    if (isToEnd(job) && (wouldGoOn || outcome.status() == JobStatus.QUEUED)) {
      asked(tx, job, outcome);
      return;
    }
    if (outcome.status() == JobStatus.QUEUED) {
      goOn(tx, job, lease, outcome);
      return;
    }
    int times = times(tx, job, outcome);
    Optional<Again> again = again(job, outcome, times);
    if (again.isPresent()) {
      progress.requeued(tx, job, again.get().pause(), again.get().waitsFor());
      return;
    }
    progress.ended(
        tx,
        job,
        outcome.status(),
        reason(outcome, times),
        outcome.exitCode(),
        outcome.endedAt(),
        outputs);
  }

  /** Whether the job is not over with this. */
  boolean goesOn(Transaction tx, Job job, Outcome outcome) {
    return !job.status().ended()
        && (outcome.status() == JobStatus.QUEUED
            || again(job, outcome, times(tx, job, outcome)).isPresent());
  }

  /** It would have gone on, had it not been told to end. */
  private void asked(Transaction tx, Job job, Outcome outcome) {
    Verdict.Ending asked = Verdict.Ending.asked(job);
    JobStatus end = job.status() == JobStatus.RUNNING ? asked.status() : JobStatus.CANCELLED;
    progress.ended(tx, job, end, asked.reason(), outcome.exitCode(), outcome.endedAt(), List.of());
  }

  /** Nothing of it has run, or its machine was taken away. */
  private void goOn(Transaction tx, Job job, Lease lease, Outcome outcome) {
    if (job.stopReason() == null && lease.activeAt() == null && outcome.reason() != null) {
      progress.requeued(tx, job, pause(tx, job), outcome.reason());
    } else {
      progress.requeued(tx, job);
    }
  }

  /** That its tenant was suspended preempts it only. */
  private static boolean isToEnd(Job job) {
    return job.stopReason() != null && Verdict.Ending.asked(job).status() != JobStatus.QUEUED;
  }

  /**
   * How many of the job's attempts had this end, this one among them; 0 of one after which none is
   * tried again.
   */
  private static int times(Transaction tx, Job job, Outcome outcome) {
    boolean retriable =
        outcome.status() == JobStatus.FAILED
            && outcome.cause() != null
            && outcome.cause().isRetriable();
    return retriable ? Attempts.ended(tx, job.id(), outcome.cause()) : 0;
  }

  /** By what the job asked for, and else by what the platform does for a lost machine. */
  private Optional<Again> again(Job job, Outcome outcome, int times) {
    if (job.kind() != JobKind.TASK || times == 0 || isToEnd(job)) {
      return Optional.empty();
    }
    Optional<Retry> asked =
        job.retries().stream().filter(retry -> retry.cause() == outcome.cause()).findFirst();
    int unasked = outcome.cause() == EndCause.MACHINE_LOST ? MAX_LOST_MACHINES - 1 : 0;
    int most = asked.map(Retry::most).orElse(unasked);
    return times > most
        ? Optional.empty()
        : Optional.of(
            new Again(
                asked.map(retry -> retry.pause(times)).orElse(Duration.ZERO),
                "%s; to be tried again, %d of %d".formatted(outcome.reason(), times, most)));
  }

  /** With how often the same was the end. */
  private static String reason(Outcome outcome, int times) {
    if (times < 2) {
      return outcome.reason();
    }
    String often =
        outcome.cause() == EndCause.MACHINE_LOST
            ? "the job has lost %d machines"
            : "tried %d times";
    return outcome.reason() + "; " + often.formatted(times);
  }

  /** Two seconds after the first attempt that came to nothing, twice as long after each further. */
  private static Duration pause(Transaction tx, Job job) {
    return Duration.ofSeconds(1L << Attempts.failedStarts(tx, job.id()));
  }
}
