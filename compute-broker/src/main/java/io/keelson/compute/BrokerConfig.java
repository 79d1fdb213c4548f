package io.keelson.compute;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a broker process is told: where it stands among the other parts of the platform, and the
 * settings of its own.
 *
 * @param dataFolder jobs live in {@code jobs/} below it; other accounts must be able to pass it,
 *     and its path may have at most {@value #MAX_DATA_FOLDER_BYTES} bytes, because sockets lie
 *     below it
 * @param programs folders of the programs that ship with the platform, by name
 * @param apiHost where the platform's own HTTP door listens: jobs reach it through their socket
 * @param requireSandbox whether a machine that cannot isolate jobs refuses to start
 * @param meteringInterval how often the use of a running job is put on the ledger; 1 s to 1 day
 */
public record BrokerConfig(
    Path dataFolder,
    Map<String, Path> programs,
    String apiHost,
    int apiPort,
    boolean requireSandbox,
    Duration meteringInterval,
    BrokerSettings settings) {
  public static final int MAX_DATA_FOLDER_BYTES = 70;
  private static final int MAX_SLOTS = 1_000;
  private static final int MAX_CPUS = 10_000;
  private static final double LEAST_CPUS = 0.001;

  /** Linux keeps no larger limit for a control group. */
  private static final int MAX_PIDS = 1 << 22;

  private static final int FIRST_OF_PEOPLE = 1_000;

  /** Nobody's, and the one that cannot be told from none in 16 bits: others run under them. */
  private static final int NOBODY = 65_534;

  private static final int AFTER_NOBODY = 65_536;

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Processes say each second that they live: after so many without a word one may be dead. */
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_GAP = Duration.ofSeconds(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(366);

  /**
   * @throws IllegalArgumentException naming the setting that is out of its bounds
   */
  public BrokerConfig {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    programs = Map.copyOf(programs);
    require(
        dataFolder.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_DATA_FOLDER_BYTES,
        "keelson.data " + dataFolder,
        "a path of at most 70 bytes");
    require(apiPort > 0 && apiPort < 65_536, "port " + apiPort, "1 to 65535");
    between(SECOND, DAY, "keelson.billing.metering-interval", meteringInterval);
    int slots = settings.slots();
    require(slots >= 1 && slots <= MAX_SLOTS, setting("slots", slots), "1 to 1000");
    checkRoom(settings);
    checkAccounts(settings.firstUid(), slots);
    atLeast(1, "max-pids", settings.maxPids());
    require(
        settings.maxPids() <= MAX_PIDS, setting("max-pids", settings.maxPids()), "<= " + MAX_PIDS);
    atLeast(1, "max-log-bytes", settings.maxLogBytes());
    atLeast(0, "max-output-files", settings.maxOutputFiles());
    atLeast(0, "max-output-bytes", settings.maxOutputBytes());
    atLeast(1, "max-disk-bytes", settings.maxDiskBytes());
    between(SHORTEST_SILENCE, DAY, setting("holder-stale"), settings.holderStale());
    between(SHORTEST_SILENCE, DAY, setting("host-lost"), settings.hostLost());
    require(
        settings.hostLost().compareTo(settings.holderStale()) > 0,
        setting("host-lost") + " " + settings.hostLost(),
        "more than the " + settings.holderStale() + " of " + setting("holder-stale"));
    atLeast(1, "max-lost-machines", settings.maxLostMachines());
    between(Duration.ZERO, DAY, setting("stop-grace"), settings.stopGrace());
    between(Duration.ZERO, YEAR, setting("queue-patience"), settings.queuePatience());
    checkContinuity(settings.continuity());
  }

  private static void checkContinuity(BrokerSettings.Continuity settings) {
    between(SHORTEST_GAP, MINUTE, setting("continuity.heartbeat-gap"), settings.heartbeatGap());
    between(
        Duration.ZERO, DAY, setting("continuity.machine-remembered"), settings.machineRemembered());
    between(Duration.ZERO, DAY, setting("continuity.limit-patience"), settings.limitPatience());
    between(SECOND, DAY, setting("continuity.sweep-interval"), settings.sweepInterval());
    between(
        Duration.ofHours(1),
        YEAR,
        setting("continuity.tombstones-kept"),
        settings.tombstonesKept());
  }

  private static void checkRoom(BrokerSettings settings) {
    double cpus = settings.cpus();
    atLeast(0, "cpus", cpus);
    require(cpus <= MAX_CPUS, setting("cpus", cpus), "<= " + MAX_CPUS);
    require(cpus == 0 || cpus >= LEAST_CPUS, setting("cpus", cpus), "0, or >= " + LEAST_CPUS);
    atLeast(0, "memory-bytes", settings.memoryBytes());
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

  public BrokerConfig withMeteringInterval(Duration meteringInterval) {
    return new BrokerConfig(
        dataFolder, programs, apiHost, apiPort, requireSandbox, meteringInterval, settings);
  }

  /** Thousandths of a processor that jobs may hold together. */
  public int cpuMillis() {
    double cpus = settings.cpus();
    return (int) Math.round((cpus > 0 ? cpus : Runtime.getRuntime().availableProcessors()) * 1_000);
  }

  /** Memory that jobs may hold together. */
  public long memoryBytes() {
    return settings.memoryBytes() > 0 ? settings.memoryBytes() : machineMemoryBytes() / 4 * 3;
  }

  private static long machineMemoryBytes() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getTotalMemorySize();
  }

  private static void atLeast(double least, String setting, double value) {
    require(value >= least, setting(setting, value), ">= " + plain(least));
  }

  private static void between(Duration least, Duration most, String name, Duration value) {
    require(value.compareTo(least) >= 0, name + " " + value, ">= " + least.toSeconds() + " s");
    String bound = most.compareTo(DAY) < 0 ? most.toSeconds() + " s" : most.toDays() + " d";
    require(value.compareTo(most) <= 0, name + " " + value, "<= " + bound);
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

  private static void require(boolean holds, String what, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " (expected: " + expected + ")");
    }
  }
}
