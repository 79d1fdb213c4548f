package io.keelson.compute;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a broker process is told.
 *
 * @param dataFolder jobs live in {@code jobs/} below it; other accounts must be able to pass it,
 *     and its path may have at most {@value #MAX_DATA_FOLDER_BYTES} bytes, because sockets lie
 *     below it
 * @param cpus processors of this machine that jobs may hold together
 * @param memoryBytes memory of this machine that jobs may hold together
 * @param programs folders of the programs that ship with the platform, by name
 * @param apiHost where the platform's own HTTP door listens: jobs reach it through their socket
 * @param firstUid the first of the accounts that jobs run as; only when started by root
 * @param slots how many jobs may be on this machine at once, each under an account of its own; 1 to
 *     1,000
 * @param requireSandbox whether a machine that cannot isolate jobs refuses to start
 * @param jobsWithoutSandbox whether a platform that root has started runs jobs where there is no
 *     sandbox for them; else each fails with that reason
 * @param maxPids processes and threads of one job
 * @param maxLogBytes of one job's log, and of each stream of an attempt
 * @param maxOutputFiles kept of one job
 * @param maxOutputBytes kept of one job
 * @param maxDiskBytes what one job may have on disk beside its inputs, and the largest file it may
 *     write
 * @param holderStale a process of this machine that was not heard of for so long has lost its
 *     leases
 * @param hostLost a machine that was not heard of for so long has lost its jobs
 * @param meteringInterval how often the use of a running job is put on the ledger
 * @param stopGrace between the polite signal and the end
 * @param queuePatience a job that has waited so long is overtaken only by those that do not delay
 *     it
 */
public record BrokerConfig(
    Path dataFolder,
    double cpus,
    long memoryBytes,
    Map<String, Path> programs,
    String apiHost,
    int apiPort,
    int firstUid,
    int slots,
    boolean requireSandbox,
    boolean jobsWithoutSandbox,
    int maxPids,
    long maxLogBytes,
    int maxOutputFiles,
    long maxOutputBytes,
    long maxDiskBytes,
    Duration holderStale,
    Duration hostLost,
    Duration meteringInterval,
    Duration stopGrace,
    Duration queuePatience) {
  public static final int MAX_DATA_FOLDER_BYTES = 70;
  private static final int MAX_SLOTS = 1_000;

  public BrokerConfig {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    programs = Map.copyOf(programs);
    int pathBytes = dataFolder.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    require(
        pathBytes <= MAX_DATA_FOLDER_BYTES,
        "data folder " + dataFolder,
        "a path of at most 70 bytes");
    require(cpus > 0, "cpus " + cpus, "> 0");
    require(memoryBytes > 0, "memory " + memoryBytes + " bytes", "> 0");
    require(apiPort > 0 && apiPort < 65_536, "port " + apiPort, "1 to 65535");
    require(slots >= 1 && slots <= MAX_SLOTS, "slots " + slots, "1 to 1000");
    require(firstUid >= 1_000, "first job account " + firstUid, ">= 1000");
    require(
        !meteringInterval.minusSeconds(1).isNegative(),
        "metering interval " + meteringInterval,
        ">= 1 s");
  }

  /** Thousandths of a processor that jobs may hold together. */
  public int cpuMillis() {
    return (int) Math.round(cpus * 1_000);
  }

  private static void require(boolean holds, String what, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + " (expected: " + expected + ")");
    }
  }

  /**
   * What fits a machine whose only other work is the platform: all its processors, three quarters
   * of its memory.
   *
   * @param apiHost and {@code apiPort}: the platform's HTTP door
   */
  public static BrokerConfig defaults(Path dataFolder, String apiHost, int apiPort) {
    return new BrokerConfig(
        dataFolder,
        Runtime.getRuntime().availableProcessors(),
        machineMemoryBytes() / 4 * 3,
        Map.of(),
        apiHost,
        apiPort,
        60_001,
        100,
        false,
        false,
        1_024,
        64L << 20,
        1_000,
        10L << 30,
        20L << 30,
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        Duration.ofMinutes(2));
  }

  private static long machineMemoryBytes() {
    var system =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return system.getTotalMemorySize();
  }

  public BrokerConfig withCapacity(double cpus, long memoryBytes) {
    return new BrokerConfig(
        dataFolder,
        cpus,
        memoryBytes,
        programs,
        apiHost,
        apiPort,
        firstUid,
        slots,
        requireSandbox,
        jobsWithoutSandbox,
        maxPids,
        maxLogBytes,
        maxOutputFiles,
        maxOutputBytes,
        maxDiskBytes,
        holderStale,
        hostLost,
        meteringInterval,
        stopGrace,
        queuePatience);
  }

  public BrokerConfig withPrograms(Map<String, Path> programs) {
    return new BrokerConfig(
        dataFolder,
        cpus,
        memoryBytes,
        programs,
        apiHost,
        apiPort,
        firstUid,
        slots,
        requireSandbox,
        jobsWithoutSandbox,
        maxPids,
        maxLogBytes,
        maxOutputFiles,
        maxOutputBytes,
        maxDiskBytes,
        holderStale,
        hostLost,
        meteringInterval,
        stopGrace,
        queuePatience);
  }

  public BrokerConfig withAccounts(int firstUid, int slots) {
    return new BrokerConfig(
        dataFolder,
        cpus,
        memoryBytes,
        programs,
        apiHost,
        apiPort,
        firstUid,
        slots,
        requireSandbox,
        jobsWithoutSandbox,
        maxPids,
        maxLogBytes,
        maxOutputFiles,
        maxOutputBytes,
        maxDiskBytes,
        holderStale,
        hostLost,
        meteringInterval,
        stopGrace,
        queuePatience);
  }

  public BrokerConfig withRequireSandbox(boolean requireSandbox) {
    return new BrokerConfig(
        dataFolder,
        cpus,
        memoryBytes,
        programs,
        apiHost,
        apiPort,
        firstUid,
        slots,
        requireSandbox,
        jobsWithoutSandbox,
        maxPids,
        maxLogBytes,
        maxOutputFiles,
        maxOutputBytes,
        maxDiskBytes,
        holderStale,
        hostLost,
        meteringInterval,
        stopGrace,
        queuePatience);
  }

  public BrokerConfig withJobsWithoutSandbox(boolean jobsWithoutSandbox) {
    return new BrokerConfig(
        dataFolder,
        cpus,
        memoryBytes,
        programs,
        apiHost,
        apiPort,
        firstUid,
        slots,
        requireSandbox,
        jobsWithoutSandbox,
        maxPids,
        maxLogBytes,
        maxOutputFiles,
        maxOutputBytes,
        maxDiskBytes,
        holderStale,
        hostLost,
        meteringInterval,
        stopGrace,
        queuePatience);
  }

  public BrokerConfig withJobBounds(
      int maxPids, long maxLogBytes, int maxOutputFiles, long maxOutputBytes, long maxDiskBytes) {
    return new BrokerConfig(
        dataFolder,
        cpus,
        memoryBytes,
        programs,
        apiHost,
        apiPort,
        firstUid,
        slots,
        requireSandbox,
        jobsWithoutSandbox,
        maxPids,
        maxLogBytes,
        maxOutputFiles,
        maxOutputBytes,
        maxDiskBytes,
        holderStale,
        hostLost,
        meteringInterval,
        stopGrace,
        queuePatience);
  }

  public BrokerConfig withPatience(
      Duration holderStale,
      Duration hostLost,
      Duration meteringInterval,
      Duration stopGrace,
      Duration queuePatience) {
    return new BrokerConfig(
        dataFolder,
        cpus,
        memoryBytes,
        programs,
        apiHost,
        apiPort,
        firstUid,
        slots,
        requireSandbox,
        jobsWithoutSandbox,
        maxPids,
        maxLogBytes,
        maxOutputFiles,
        maxOutputBytes,
        maxDiskBytes,
        holderStale,
        hostLost,
        meteringInterval,
        stopGrace,
        queuePatience);
  }
}
