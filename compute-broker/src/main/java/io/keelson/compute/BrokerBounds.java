package io.keelson.compute;

import io.keelson.compute.job.LogSettings;
import io.keelson.compute.local.DiskSettings;
import io.keelson.compute.local.LocalSettings;
import io.keelson.compute.scheduler.QueueSettings;
import io.keelson.compute.supervisor.ContinuitySettings;
import io.keelson.compute.supervisor.WatchSettings;
import java.time.Duration;

/** What the settings of a broker may be. Each check names the setting that is out of its bounds. */
final class BrokerBounds {
  private static final int MAX_SLOTS = 1_000;
  private static final int MAX_CPUS = 10_000;
  private static final double LEAST_CPUS = 0.001;
  private static final int MAX_OVERCOMMIT = 100;

  /** Linux keeps no larger limit for a control group. */
  private static final int MAX_PIDS = 1 << 22;

  private static final int FIRST_OF_PEOPLE = 1_000;

  /** Nobody's, and the one that cannot be told from none in 16 bits: others run under them. */
  private static final int NOBODY = 65_534;

  private static final int AFTER_NOBODY = 65_536;

  private static final Duration TENTH = Duration.ofMillis(100);
  private static final Duration HUNDREDTH = Duration.ofMillis(10);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Processes say each second that they live: after so many without a word one may be dead. */
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_GAP = Duration.ofSeconds(2);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(366);

  private BrokerBounds() {}

  static void check(BrokerSettings settings) {
    checkRoom(settings);
    checkAccounts(settings.firstUid(), settings.slots());
    between(1, MAX_PIDS, "max-pids", settings.maxPids());
    atLeast(1, "max-log-bytes", settings.maxLogBytes());
    atLeast(0, "max-output-files", settings.maxOutputFiles());
    atLeast(0, "max-output-bytes", settings.maxOutputBytes());
    atLeast(1, "max-disk-bytes", settings.maxDiskBytes());
    checkSilence(settings);
    atLeast(1, "max-lost-machines", settings.maxLostMachines());
    between(Duration.ZERO, DAY, "stop-grace", settings.stopGrace());
    between(Duration.ZERO, YEAR, "queue-patience", settings.queuePatience());
    check(settings.queue());
    check(settings.watch());
    check(settings.continuity());
    check(settings.local());
    check(settings.disk());
    check(settings.log());
  }

  private static void checkRoom(BrokerSettings settings) {
    int slots = settings.slots();
    require(slots >= 1 && slots <= MAX_SLOTS, setting("slots", slots), "1 to 1000");
    double cpus = settings.cpus();
    between(0, MAX_CPUS, "cpus", cpus);
    require(cpus == 0 || cpus >= LEAST_CPUS, setting("cpus", cpus), "0, or >= " + LEAST_CPUS);
    atLeast(0, "memory-bytes", settings.memoryBytes());
    between(1, MAX_OVERCOMMIT, "replica-cpu-overcommit", settings.replicaCpuOvercommit());
  }

  /**
   * Counted beyond the largest number an account would be negative: nobody's, but the platform's.
   */
  private static void checkAccounts(int first, int slots) {
    atLeast(FIRST_OF_PEOPLE, "first-uid", first);
    long end = (long) first + slots;
    require(end <= Integer.MAX_VALUE, setting("first-uid", first), "<= 2147483647 less the slots");
    require(
        end <= NOBODY || first >= AFTER_NOBODY,
        setting("first-uid", first),
        "none of the " + slots + " accounts is 65534 or 65535");
  }

  private static void checkSilence(BrokerSettings settings) {
    between(SHORTEST_SILENCE, DAY, "holder-stale", settings.holderStale());
    between(SHORTEST_SILENCE, DAY, "host-lost", settings.hostLost());
    require(
        settings.hostLost().compareTo(settings.holderStale()) > 0,
        setting("host-lost") + " " + settings.hostLost(),
        "more than the " + settings.holderStale() + " of " + setting("holder-stale"));
  }

  private static void check(QueueSettings queue) {
    between(TENTH, MINUTE, "queue.poll-interval", queue.pollInterval());
    between(SHORTEST_SILENCE, HOUR, "queue.claim-time", queue.claimTime());
    between(Duration.ZERO, DAY, "queue.max-wait-of-services", queue.maxWaitOfServices());
    between(SECOND, HOUR, "queue.max-overdue", queue.maxOverdue());
    between(SECOND, HOUR, "queue.price-pause", queue.pricePause());
    between(1, 10_000, "queue.max-refused-at-once", queue.maxRefusedAtOnce());
  }

  private static void check(WatchSettings watch) {
    between(HUNDREDTH, Duration.ofSeconds(10), "watch.pace", watch.pace());
    between(TENTH, MINUTE, "watch.retry-pause", watch.retryPause());
    between(watch.pace(), HOUR, "watch.max-retry-pause", watch.maxRetryPause());
    between(Duration.ZERO, MINUTE, "watch.end-patience", watch.endPatience());
    between(SECOND, DAY, "watch.complaint-interval", watch.complaintInterval());
    between(SHORTEST_SILENCE, HOUR, "watch.hand-over-time", watch.handOverTime());
    between(SECOND, HOUR, "watch.round-interval", watch.roundInterval());
  }

  private static void check(ContinuitySettings settings) {
    between(SHORTEST_GAP, MINUTE, "continuity.heartbeat-gap", settings.heartbeatGap());
    between(Duration.ZERO, DAY, "continuity.machine-remembered", settings.machineRemembered());
    between(Duration.ZERO, DAY, "continuity.limit-patience", settings.limitPatience());
    between(SECOND, DAY, "continuity.sweep-interval", settings.sweepInterval());
    between(HOUR, YEAR, "continuity.tombstones-kept", settings.tombstonesKept());
  }

  private static void check(LocalSettings local) {
    between(SECOND, HOUR, "local.start-patience", local.startPatience());
    between(SECOND, HOUR, "local.wrapper-patience", local.wrapperPatience());
    between(64, 1 << 20, "local.max-open-files", local.maxOpenFiles());
    between(1, 1_024, "local.max-door-connections", local.maxDoorConnections());
  }

  private static void check(DiskSettings disk) {
    between(SECOND, HOUR, "disk.interval", disk.interval());
    between(SECOND, Duration.ofMinutes(10), "disk.patience", disk.patience());
    atLeast(1_000, "disk.max-files", disk.maxFiles());
    atLeast(1_000, "disk.max-open", disk.maxOpen());
    atLeast(0, "disk.free-bytes", disk.freeBytes());
    atLeast(0, "disk.task-bytes", disk.taskBytes());
    atLeast(0, "disk.replica-bytes", disk.replicaBytes());
    atLeast(0, "disk.input-cache-bytes", disk.inputCacheBytes().orElse(0));
    between(MINUTE, YEAR, "disk.input-cache-age", disk.inputCacheAge());
  }

  private static void check(LogSettings log) {
    between(TENTH, MINUTE, "log.chunk-wait", log.chunkWait());
    between(log.chunkWait(), MINUTE, "log.max-chunk-wait", log.maxChunkWait());
    between(16 << 10, 4 << 20, "log.chunk-bytes", log.chunkBytes());
    atLeast(1 << 10, "log.service-bytes-per-s", log.serviceBytesPerS());
    between(SECOND, DAY, "log.room-pause", log.roomPause());
  }

  static void checkMeteringInterval(Duration interval) {
    within(SECOND, DAY, "keelson.billing.metering-interval", interval);
  }

  private static void atLeast(double least, String setting, double value) {
    require(value >= least, setting(setting, value), ">= " + plain(least));
  }

  private static void between(double least, double most, String setting, double value) {
    atLeast(least, setting, value);
    require(value <= most, setting(setting, value), "<= " + plain(most));
  }

  private static void between(Duration least, Duration most, String setting, Duration value) {
    within(least, most, setting(setting), value);
  }

  private static void within(Duration least, Duration most, String name, Duration value) {
    require(value.compareTo(least) >= 0, name + " " + value, ">= " + plain(least));
    require(value.compareTo(most) <= 0, name + " " + value, "<= " + plain(most));
  }

  private static String setting(String name) {
    return BrokerSettings.PREFIX + "." + name;
  }

  private static String setting(String name, double value) {
    return setting(name) + " " + plain(value);
  }

  private static String plain(double value) {
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }

  private static String plain(Duration bound) {
    if (bound.toMillis() % 1_000 > 0) {
      return bound.toMillis() + " ms";
    }
    boolean isDays = !bound.isZero() && bound.equals(Duration.ofDays(bound.toDays()));
    return isDays ? bound.toDays() + " d" : bound.toSeconds() + " s";
  }

  static void require(boolean holds, String what, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " (expected: " + expected + ")");
    }
  }
}
