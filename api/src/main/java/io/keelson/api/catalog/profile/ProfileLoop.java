package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.profile.ProfileQueue.Task;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.object.TenantObjects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Profiles the tables of sealed versions, one table at a time in each process of role {@code
 * broker}. A version is VALIDATED or REJECTED for good; where the profiler was at its end, the
 * version is ERRORED, which jobs may read, and is tried again at longer and longer intervals,
 * behind those that were not tried yet.
 */
public final class ProfileLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ProfileLoop.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /** So many tables of a version are looked at; each is a row and a process. */
  static final int MAX_TABLES = 1_000;

  /** After so long other versions have their turn, and this one goes on behind them. */
  private static final Duration TURN = Duration.ofMinutes(1);

  /** How long a version waits for another process when this one dies. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private static final Duration RENEWAL_INTERVAL = Duration.ofSeconds(15);

  private final ProfileQueue queue;
  private final ProfileWork work;
  private final InstantSource clock;
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
    this.clock = clock;
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

  /** Has a turn of the version that has waited longest; false when none waits. */
  public boolean profileNext() {
    Optional<Task> next = queue.claim(LEASE);
    next.ifPresent(this::turn);
    return next.isPresent();
  }

  /** What fails here is not the version's fault: it is due again when its lease is over. */
  private void turn(Task task) {
    try {
      profile(task);
    } catch (RuntimeException e) {
      LOG.warnf("data set version %s waits: %s", task.versionId(), e.getMessage());
    }
  }

  private void profile(Task task) {
    Instant end = clock.instant().plus(TURN);
    try (var _ = new Renewal(task)) {
      List<TableFile> files = queue.files(task);
      List<VersionTable> all = VersionTable.of(files);
      List<VersionTable> tables = all.subList(0, Math.min(all.size(), MAX_TABLES));
      Optional<List<String>> pending = queue.begin(task, tables);
      if (pending.isEmpty() || !profile(task, tables, new HashSet<>(pending.get()), end)) {
        return;
      }
      int inTables = all.stream().mapToInt(table -> table.files().size()).sum();
      queue
          .conclude(task, files.size() - inTables, all.size() - tables.size())
          .ifPresent(verdict -> log(task, verdict));
    }
  }

  /** False when the attempt ends before its tables do. */
  private boolean profile(Task task, List<VersionTable> tables, Set<String> pending, Instant end) {
    for (VersionTable table : tables) {
      if (!pending.contains(table.name())) {
        continue;
      }
      if (loop.isClosed() || !clock.instant().isBefore(end)) {
        queue.postpone(task, Duration.ZERO);
        return false;
      }
      ProfileOutcome outcome = outcome(task, table);
      if (loop.isClosed() && outcome instanceof ProfileOutcome.Failed) {
        queue.postpone(task, Duration.ZERO);
        return false;
      }
      if (!queue.record(task, table.name(), outcome)) {
        return false;
      }
    }
    return true;
  }

  private ProfileOutcome outcome(Task task, VersionTable table) {
    ProfileOutcome outcome;
    try {
      outcome = work.profile(task.tenantId(), task.versionId(), table);
    } catch (IOException | RuntimeException e) {
      outcome =
          new ProfileOutcome.Failed(
              "the platform could not read it", String.valueOf(e.getMessage()));
    }
    if (outcome instanceof ProfileOutcome.Failed(String reason, String detail)) {
      LOG.warnf(
          "data set version %s, attempt %d: a table has no profile, %s: %s",
          task.versionId(), task.attempt(), reason, detail);
    }
    return outcome;
  }

  private static void log(Task task, Verdict verdict) {
    if (verdict instanceof Verdict.Errored errored) {
      LOG.warnf(
          "data set version %s is ERRORED after attempt %d; tried again in %d s",
          task.versionId(), task.attempt(), errored.retryDelay(task.failures()).toSeconds());
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
          queue.postpone(task, LEASE);
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
