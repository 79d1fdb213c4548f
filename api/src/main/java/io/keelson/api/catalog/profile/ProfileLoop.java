package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.profile.ProfileQueue.Task;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Profiles sealed versions, one at a time in each process of role {@code broker}: SEALED becomes
 * VALIDATED, or REJECTED where the profiler has found the files unreadable. Any other end says
 * nothing of the files: the version stays SEALED, which jobs may read, and is tried again at longer
 * and longer intervals, behind those that were not tried yet.
 */
public final class ProfileLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ProfileLoop.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
  private static final Duration MAX_RETRY_DELAY = Duration.ofHours(6);
  private static final int MAX_DOUBLINGS = 20;

  /** How long a version waits for another process when this one dies. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final Duration RENEWAL_INTERVAL = Duration.ofSeconds(15);

  private final ProfileQueue queue;
  private final ProfileWork work;
  private final LiveSignals signals;
  private final DueLoop loop = new DueLoop("profile-loop", POLL_INTERVAL, this::profileNext);
  private LiveSignals.Following following;

  public ProfileLoop(
      SystemDatabase system,
      TenantDatabase database,
      TenantObjects objects,
      LiveSignals signals,
      ProfilerConfig config,
      InstantSource clock) {
    this.queue = new ProfileQueue(system, database, signals, clock);
    this.work = new ProfileWork(config, objects);
    this.signals = signals;
  }

  public void start() {
    try {
      work.clear();
    } catch (IOException e) {
      LOG.warnf("leftovers of earlier profiles stay: %s", e.getMessage());
    }
    following = signals.follow(ProfileRequests.PLATFORM, ProfileRequests.TOPIC, loop::wake);
    loop.start();
  }

  /** Profiles the version that has waited longest; false when none waits. */
  public boolean profileNext() {
    Optional<Task> next = queue.claim(LEASE);
    next.ifPresent(this::profile);
    return next.isPresent();
  }

  private void profile(Task task) {
    ProfileOutcome outcome;
    try (var _ = new Renewal(task)) {
      outcome = work.profile(task.tenantId(), task.versionId(), queue.files(task));
    } catch (IOException | RuntimeException e) {
      LOG.debugf(e, "data set version %s", task.versionId());
      outcome = new ProfileOutcome.Failed(String.valueOf(e.getMessage()));
    }
    switch (outcome) {
      case ProfileOutcome.Profiled profiled ->
          queue.validated(task, ProfileDocument.write(profiled));
      case ProfileOutcome.NoTables none -> queue.validated(task, null);
      case ProfileOutcome.Rejected rejected -> queue.rejected(task, rejected.reason());
      case ProfileOutcome.Failed failed -> failed(task, failed.reason());
    }
  }

  /** Keeps the version with this process for as long as the work goes on. */
  private final class Renewal implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);

    Renewal(Task task) {
      Thread.ofVirtual().name("profile-renewal").start(() -> run(task));
    }

    private void run(Task task) {
      try {
        while (!done.await(RENEWAL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          queue.postpone(task, LEASE, false);
          loop.beat();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.warnf(
            "data set version %s may be profiled twice: %s", task.versionId(), e.getMessage());
      }
    }

    @Override
    public void close() {
      done.countDown();
    }
  }

  private void failed(Task task, String reason) {
    if (loop.isClosed()) {
      queue.postpone(task, Duration.ZERO, false);
      return;
    }
    Duration delay = retryDelay(task.failures());
    LOG.warnf(
        "data set version %s could not be profiled, attempt %d; tried again in %d s: %s",
        task.versionId(), task.attempt(), delay.toSeconds(), reason);
    queue.postpone(task, delay, true);
  }

  /** 10 s, 20 s, 40 s …, at most 6 h. */
  static Duration retryDelay(int failures) {
    Duration delay = RETRY_DELAY.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    return delay.compareTo(MAX_RETRY_DELAY) < 0 ? delay : MAX_RETRY_DELAY;
  }

  /**
   * Ends the profile in progress; another process, or this one after its restart, begins it again.
   */
  @Override
  public void close() {
    if (following != null) {
      following.close();
    }
    loop.end();
    work.stop();
    loop.close();
  }
}
