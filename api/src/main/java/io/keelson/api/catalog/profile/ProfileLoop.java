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
 * VALIDATED or REJECTED. A version on which the profiler dies three times is rejected; one that
 * this process could not work on (store, disk) waits until somebody can.
 */
public final class ProfileLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ProfileLoop.class);
  private static final int MAX_FAILURES = 3;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

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
      LOG.warnf(e, "data set version %s waits for its profile", task.versionId());
      queue.postpone(task, RETRY_DELAY, false);
      return;
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
    LOG.warnf(
        "data set version %s could not be profiled, attempt %d: %s",
        task.versionId(), task.attempt(), reason);
    if (task.failures() + 1 >= MAX_FAILURES) {
      queue.rejected(
          task, "could not be profiled in " + MAX_FAILURES + " attempts; the last one: " + reason);
    } else {
      queue.postpone(task, RETRY_DELAY, true);
    }
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
