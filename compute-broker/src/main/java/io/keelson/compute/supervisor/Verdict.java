package io.keelson.compute.supervisor;

import io.keelson.compute.job.EndCause;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.lease.Outcome;
import io.keelson.compute.provider.Observation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the end of an attempt means for its job. */
final class Verdict {
  private static final int SIGNALLED = 128;
  private static final long MIB = 1L << 20;

  private Verdict() {}

  /**
   * Why an attempt is being ended by the platform.
   *
   * @param status what the job becomes; QUEUED when it is to be tried again
   */
  record Ending(JobStatus status, EndCause cause, String reason) {
    /** Somebody asked for it. */
    static Ending asked(Job job) {
      String reason = job.stopReason().words();
      return switch (job.stopReason()) {
        case CANCELLED -> new Ending(JobStatus.CANCELLED, EndCause.ASKED, reason);
        case STOPPED ->
            job.kind() == JobKind.SERVICE
                ? new Ending(JobStatus.SUCCEEDED, EndCause.ASKED, reason)
                : new Ending(JobStatus.CANCELLED, EndCause.ASKED, reason + " by the platform");
        case TENANT_SUSPENDED -> new Ending(JobStatus.QUEUED, EndCause.PREEMPTED, reason);
      };
    }

    static Ending timeLimit(Job job) {
      return new Ending(
          JobStatus.TIMED_OUT,
          EndCause.TIME_LIMIT,
          "time limit of " + job.maxDuration().toSeconds() + " s reached");
    }

    /** It holds more than it may. */
    static Ending diskFull(String violation) {
      return new Ending(JobStatus.FAILED, EndCause.DISK_FULL, violation);
    }
  }

  /**
   * The command ended by itself.
   *
   * @param exhausted what it had used up of its own
   */
  static Outcome ended(
      Job job, Observation.Ended end, Optional<String> exhausted, OffsetDateTime at) {
    int code = end.exitCode();
    boolean service = job.kind() == JobKind.SERVICE;
    if (code == 0 && !service) {
      return new Outcome(JobStatus.SUCCEEDED, null, null, code, at, at);
    }
    boolean outOfMemory = code != 0 && end.outOfMemory();
    String how = outOfMemory ? outOfMemory(job) : exit(code, exhausted);
    EndCause itself = exhausted.isPresent() ? EndCause.DISK_FULL : EndCause.EXIT;
    return new Outcome(
        JobStatus.FAILED,
        outOfMemory ? EndCause.OUT_OF_MEMORY : itself,
        service ? "the service ended by itself: " + how : how,
        code,
        at,
        at);
  }

  /** The command ended because it was told to. */
  static Outcome ended(Ending ending, Observation.Ended end, OffsetDateTime at) {
    return new Outcome(ending.status(), ending.cause(), ending.reason(), end.exitCode(), at, at);
  }

  /** The command does not end although it was told to; it is ended now. */
  static Outcome forced(Ending ending, OffsetDateTime now) {
    return new Outcome(ending.status(), ending.cause(), ending.reason(), null, now, null);
  }

  /**
   * @param ending why it was being ended, or null
   * @param seenAt when it was last known to run
   */
  static Outcome vanished(Ending ending, OffsetDateTime seenAt) {
    if (ending != null) {
      return new Outcome(ending.status(), ending.cause(), ending.reason(), null, seenAt, seenAt);
    }
    return new Outcome(
        JobStatus.FAILED,
        EndCause.MACHINE_LOST,
        "the job's process is gone without an exit code: machine restarted?",
        null,
        seenAt,
        seenAt);
  }

  /** It was told to end before anything of it has run. */
  static Outcome notStarted(Ending ending, Instant now) {
    boolean again = ending.status() == JobStatus.QUEUED;
    return new Outcome(
        again ? JobStatus.QUEUED : JobStatus.CANCELLED,
        ending.cause(),
        ending.reason(),
        null,
        at(now),
        at(now));
  }

  /** Nothing of it has run. */
  static Outcome notStarted(JobStatus status, String reason, Instant now) {
    return new Outcome(status, EndCause.NOT_STARTED, reason, null, at(now), at(now));
  }

  /** Its machine is silent: it was last known to run when that was heard of last. */
  static Outcome hostLost(OffsetDateTime heardAt, Instant now) {
    return new Outcome(
        JobStatus.FAILED,
        EndCause.MACHINE_LOST,
        "the job's machine has not been heard of since " + heardAt,
        null,
        at(now),
        heardAt);
  }

  private static String outOfMemory(Job job) {
    return "out of memory: limit " + job.resources().memoryBytes() / MIB + " MiB";
  }

  private static String exit(int code, Optional<String> exhausted) {
    String how = code > SIGNALLED ? "ended by signal " + (code - SIGNALLED) : "exit code " + code;
    return how + exhausted.map(what -> "; " + what).orElse("");
  }

  /** To the millisecond, which is what is billed. */
  static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
  }
}
