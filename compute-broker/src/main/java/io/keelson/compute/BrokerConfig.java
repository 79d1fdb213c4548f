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
 * @param meteringInterval how often the use of a running job is put on the ledger; 1 s or more
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
  private static final int FIRST_OF_PEOPLE = 1_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * @throws IllegalArgumentException naming the setting that is out of its bounds
   */
  public BrokerConfig {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    programs = Map.copyOf(programs);
    require(
        dataFolder.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_DATA_FOLDER_BYTES,
        "data folder " + dataFolder,
        "a path of at most 70 bytes");
    require(apiPort > 0 && apiPort < 65_536, "port " + apiPort, "1 to 65535");
    atLeast(SECOND, "metering interval", meteringInterval);
    int slots = settings.slots();
    require(slots >= 1 && slots <= MAX_SLOTS, setting("slots", slots), "1 to 1000");
    atLeast(0, "cpus", settings.cpus());
    require(settings.cpus() <= MAX_CPUS, setting("cpus", settings.cpus()), "<= " + MAX_CPUS);
    atLeast(0, "memory-bytes", settings.memoryBytes());
    atLeast(FIRST_OF_PEOPLE, "first-uid", settings.firstUid());
    atLeast(1, "max-pids", settings.maxPids());
    atLeast(1, "max-log-bytes", settings.maxLogBytes());
    atLeast(0, "max-output-files", settings.maxOutputFiles());
    atLeast(0, "max-output-bytes", settings.maxOutputBytes());
    atLeast(1, "max-disk-bytes", settings.maxDiskBytes());
    atLeast(SECOND, setting("holder-stale"), settings.holderStale());
    atLeast(SECOND, setting("host-lost"), settings.hostLost());
    atLeast(1, "max-lost-machines", settings.maxLostMachines());
    atLeast(Duration.ZERO, setting("stop-grace"), settings.stopGrace());
    atLeast(Duration.ZERO, setting("queue-patience"), settings.queuePatience());
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

  private static void atLeast(Duration least, String what, Duration value) {
    require(value.compareTo(least) >= 0, what + " " + value, ">= " + least.toSeconds() + " s");
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
