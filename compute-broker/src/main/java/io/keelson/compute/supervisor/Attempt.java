package io.keelson.compute.supervisor;

import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobLogWriter;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.JobWork;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.LogBounds;
import io.keelson.compute.job.LogLine;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.LeaseStatus;
import io.keelson.compute.lease.Leases;
import io.keelson.compute.lease.Outcome;
import io.keelson.compute.provider.LeaseIntent;
import io.keelson.compute.provider.Observation;
import io.keelson.compute.provider.ProvisioningFailed;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/**
 * Looks after one lease until it is released, on a thread of its own. Each step starts from what
 * the database says, so that it may be repeated after any error, by this process or by the one that
 * takes over.
 */
final class Attempt implements Runnable {
  private static final Logger LOG = Logger.getLogger(Attempt.class);

  /** How often it is looked at. */
  static final Duration PACE = Duration.ofMillis(250);

  /** Until a look that has failed is repeated. */
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /**
   * A job keeps its time limit by itself, also while nobody looks after it; one that still runs for
   * so long after the limit and its grace is ended from here.
   */
  private static final Duration LIMIT_PATIENCE = Duration.ofSeconds(5);

  private final Workshop workshop;
  private final boolean adopted;
  private final LogShipper log;
  private final UsageRecorder usage;
  private final Duration limitPatience;
  private final Release release;
  private volatile Lease lease;
  private Job job;
  private boolean firstLook = true;
  private Verdict.Ending ending;
  private Duration endingSince;
  private Duration lastSeen = Duration.ZERO;
  private Path listening;
  private volatile boolean stopRequested;
  private volatile boolean dropped;
  private final InputPlacing placing = new InputPlacing();

  /**
   * @param adopted whether another process has had it before
   */
  Attempt(Workshop workshop, Lease lease, boolean adopted) {
    this.workshop = workshop;
    this.lease = lease;
    this.adopted = adopted;
    this.log =
        new LogShipper(
            lease.jobId(),
            new JobLogWriter(
                workshop.database(),
                workshop.objects(),
                workshop.quotas(),
                workshop.signals(),
                workshop.clock(),
                new JobLogWriter.Source(
                    lease.tenantId(),
                    lease.jobId(),
                    lease.attempt(),
                    workshop.provider().stream(lease.id(), LogLine.Stream.OUT),
                    workshop.provider().stream(lease.id(), LogLine.Stream.ERR)),
                LogBounds.of(lease.kind(), workshop.config().limits().maxLogBytes())));
    this.limitPatience = workshop.config().limits().stopGrace().plus(LIMIT_PATIENCE);
    this.usage = new UsageRecorder(workshop, lease);
    this.release = new Release(workshop, log, usage);
  }

  /** Its job was told to end. */
  void stopRequested() {
    stopRequested = true;
    placing.interrupt();
  }

  /** The lease is somebody else's now, or the process ends: what runs is left alone. */
  void drop() {
    dropped = true;
    log.stop();
    usage.stop();
    placing.drop();
  }

  @Override
  public void run() {
    try {
      look();
    } finally {
      log.stop();
      usage.stop();
      if (dropped) {
        workshop.provider().letGo(lease.id()); // or it would be without a door when it comes back
      }
    }
  }

  private void look() {
    placing.by(Thread.currentThread());
    boolean reload = true;
    while (!dropped) {
      try {
        if (reload) {
          load();
          reload = false;
        }
        if (dropped || step()) {
          return;
        }
      } catch (RuntimeException e) {
        if (dropped) {
          return;
        }
        LOG.warnf("job %s: retrying: %s", lease.jobId(), e.getMessage());
        LOG.debug("job " + lease.jobId(), e);
        reload = true;
        pause(RETRY_PAUSE);
      }
    }
  }

  private void load() {
    workshop
        .database()
        .transact(
            lease.tenantId(),
            tx -> {
              job = workshop.progress().locked(tx, lease.jobId());
              Lease now = Leases.get(tx, lease.id());
              if (!now.holderId().equals(lease.holderId())) {
                dropped = true;
              }
              lease = now;
              return null;
            });
    stopRequested |= job.stopRequestedAt() != null;
  }

  /** Returns true when there is nothing left to do. */
  private boolean step() {
    return switch (lease.status()) {
      case REQUESTED -> provision();
      case ACTIVE -> watch();
      case LOST -> releaseLost();
      case RELEASING -> finish();
      case RELEASED -> forget();
    };
  }

  /** The release was committed although that was not heard. */
  private boolean forget() {
    workshop.provider().forget(lease.id());
    return true;
  }

  private boolean provision() {
    if (stopRequested) {
      load();
      return over(Verdict.notStarted(Verdict.Ending.asked(job), now()));
    }
    if (adopted && hasNotStarted()) {
      workshop.provider().forestall(lease.id());
      if (hasNotStarted()) {
        return over(Verdict.notStarted(JobStatus.QUEUED, null, now()));
      }
    }
    LeaseIntent intent = intent();
    Optional<RuntimeException> failure =
        placing.during(() -> workshop.provider().start(intent, this::confirm));
    if (failure.isPresent()) {
      return notStarted(failure.get());
    }
    activate();
    return false;
  }

  private boolean hasNotStarted() {
    return switch (workshop.provider().observe(lease.id())) {
      case Observation.Unclaimed unclaimed -> true;
      case Observation.Refused refused -> true;
      case Observation.Running running -> false;
      case Observation.Ended ended -> false;
      case Observation.Vanished vanished -> false;
    };
  }

  /** Its inputs are placed, which may have taken long: whether it is still to start. */
  private void confirm() {
    placing.end();
    load();
    if (stopRequested || dropped) {
      throw new CancellationException("the job is not to start any more");
    }
  }

  private boolean notStarted(RuntimeException failure) {
    if (dropped) {
      throw failure; // whoever has the lease now says what becomes of it
    }
    if (stopRequested) {
      load();
      return over(Verdict.notStarted(Verdict.Ending.asked(job), now()));
    }
    if (failure instanceof ProvisioningFailed lasting) {
      LOG.infof("job %s cannot be started: %s", lease.jobId(), lasting.getMessage());
      return over(Verdict.notStarted(JobStatus.FAILED, lasting.getMessage(), now()));
    }
    if (failure instanceof Unavailable passing) {
      LOG.warnf("job %s: %s: %s", lease.jobId(), passing.getMessage(), passing.getCause());
      return over(Verdict.notStarted(JobStatus.QUEUED, passing.getMessage(), now()));
    }
    throw failure;
  }

  private LeaseIntent intent() {
    String slug =
        workshop
            .database()
            .read(
                lease.tenantId(),
                "SELECT slug FROM tenancy.tenant WHERE tenant_id = $1",
                lease.tenantId())
            .iterator()
            .next()
            .getString("slug");
    JobWork work =
        workshop.database().transact(lease.tenantId(), tx -> Jobs.work(tx, lease.jobId()));
    return new LeaseIntent(
        lease.id(),
        lease.slot(),
        lease.requestCpuMillis(),
        job,
        work,
        slug,
        workshop.tokens().issue(lease));
  }

  private void activate() {
    inTransaction(
        tx -> {
          lease =
              workshop.leases().activate(tx, lease, age(workshop.provider().observe(lease.id())));
          job =
              workshop
                  .progress()
                  .started(tx, workshop.progress().locked(tx, lease.jobId()), lease.activeAt());
        });
  }

  private static Duration age(Observation observation) {
    return switch (observation) {
      case Observation.Running running -> running.age();
      case Observation.Ended ended -> ended.age();
      case Observation.Vanished vanished -> vanished.age();
      case Observation.Unclaimed unclaimed -> Duration.ZERO;
      case Observation.Refused refused -> Duration.ZERO;
    };
  }

  private boolean watch() {
    if (adopted && firstLook) {
      workshop.provider().adopt(lease.id(), lease.slot());
    }
    log.start();
    Observation observation = workshop.provider().observe(lease.id());
    boolean first = firstLook;
    firstLook = false;
    return switch (observation) {
      case Observation.Ended ended -> over(ended(ended, first));
      case Observation.Running running -> running(running.age(), running.ran());
      case Observation.Vanished vanished -> over(vanished(vanished.ran(), first));
      case Observation.Unclaimed unclaimed -> over(vanished(Duration.ZERO, first));
      case Observation.Refused refused ->
          over(Verdict.notStarted(JobStatus.QUEUED, null, lease.activeAt().toInstant()));
    };
  }

  /** An earlier process may have ended it, as it was asked to, and not have lived to say so. */
  private Outcome ended(Observation.Ended end, boolean first) {
    OffsetDateTime at = after(end.ran());
    OffsetDateTime asked = job.stopRequestedAt();
    if (adopted && first && asked != null && !at.isBefore(asked)) {
      ending = Verdict.Ending.asked(job);
    }
    if (ending == null && atLimit(end.ran())) {
      ending = Verdict.Ending.timeLimit(job);
    }
    if (ending != null) {
      return Verdict.ended(ending, end, at);
    }
    Optional<String> exhausted =
        end.exitCode() == 0 ? Optional.empty() : workshop.provider().exhausted(lease.id());
    return Verdict.ended(job, end, exhausted, at);
  }

  /**
   * What vanished while nobody looked is billed as long as it said that it ran, or to the moment at
   * which it was last looked at.
   */
  private Outcome vanished(Duration ran, boolean first) {
    Duration known = ran.compareTo(lastSeen) > 0 ? ran : lastSeen;
    if (ending == null && atLimit(known)) {
      ending = Verdict.Ending.timeLimit(job);
    }
    OffsetDateTime seen = after(known);
    boolean heardLater = adopted && first && lease.heardAt().isAfter(seen);
    return Verdict.vanished(ending, heardLater ? lease.heardAt() : seen);
  }

  private boolean atLimit(Duration ran) {
    return job.maxDuration() != null && ran.compareTo(job.maxDuration()) >= 0;
  }

  /** When the instance had run for so long. */
  private OffsetDateTime after(Duration ran) {
    return Verdict.at(lease.activeAt().toInstant().plus(ran));
  }

  private boolean running(Duration age, Duration ran) {
    lastSeen = ran;
    if (ending == null) {
      endIfDue(age);
    } else if (age.compareTo(endingSince.plus(workshop.config().limits().stopGrace())) >= 0) {
      return over(Verdict.forced(ending, after(ran)));
    }
    if (ending == null) {
      Optional<String> violation = workshop.provider().limitViolation(lease.id());
      if (violation.isPresent()) {
        // No time to end by itself: it would go on taking what it has too much of.
        return over(Verdict.forced(Verdict.Ending.diskFull(violation.get()), after(ran)));
      }
    }
    usage.runs(lease, job, after(ran));
    publishSocket();
    pause(PACE);
    return false;
  }

  private void endIfDue(Duration age) {
    if (stopRequested) {
      load();
      ending = Verdict.Ending.asked(job);
    } else if (atLimit(age.minus(limitPatience))) {
      ending = Verdict.Ending.timeLimit(job);
    }
    if (ending != null) {
      endingSince = age;
      workshop.provider().interrupt(lease.id());
    }
  }

  private void publishSocket() {
    if (job.kind() != JobKind.SERVICE) {
      return;
    }
    Optional<Path> socket = workshop.provider().serviceSocket(lease.id());
    if (socket.isPresent() && !socket.get().equals(listening)) {
      inTransaction(tx -> lease = workshop.leases().listening(tx, lease, socket.get()));
      listening = socket.get();
      workshop.signals().signal(lease.tenantId(), JobProgress.topic(job.projectId()));
    }
  }

  private boolean over(Outcome outcome) {
    inTransaction(tx -> lease = workshop.leases().releasing(tx, lease, outcome, Verdict.at(now())));
    return false;
  }

  private boolean releaseLost() {
    return over(lease.outcome());
  }

  private boolean finish() {
    if (!release.finish(lease, job)) {
      pause(PACE);
      return false;
    }
    return true;
  }

  private interface Step {
    void run(Transaction tx);
  }

  private void inTransaction(Step step) {
    workshop
        .database()
        .transact(
            lease.tenantId(),
            tx -> {
              step.run(tx);
              return null;
            });
  }

  private Instant now() {
    return workshop.clock().instant();
  }

  private void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      if (!dropped) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  LeaseStatus status() {
    return lease.status();
  }
}
