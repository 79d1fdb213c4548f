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
 * @param maxDiskBytes what one job may have allocated on disk beside its inputs, and the largest
 *     size of a file it may write
 * @param holderStale a process of this machine that was not heard of for so long has lost its
 *     leases
 * @param hostLost a machine that was not heard of for so long has lost its jobs
 * @param meteringInterval how often the use of a running job is put on the ledger
 * @param stopGrace between the polite signal and the end
 * @param queuePatience a job that has waited so long is overtaken only by those that do not delay
 *     it, and by others that have waited so long while its tenant has had its turn
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
    Draft draft = new Draft();
    draft.dataFolder = dataFolder;
    draft.cpus = Runtime.getRuntime().availableProcessors();
    draft.memoryBytes = machineMemoryBytes() / 4 * 3;
    draft.programs = Map.of();
    draft.apiHost = apiHost;
    draft.apiPort = apiPort;
    draft.firstUid = 60_001;
    draft.slots = 100;
    draft.maxPids = 1_024;
    draft.maxLogBytes = 64L << 20;
    draft.maxOutputFiles = 1_000;
    draft.maxOutputBytes = 10L << 30;
    draft.maxDiskBytes = 20L << 30;
    draft.holderStale = Duration.ofSeconds(15);
    draft.hostLost = Duration.ofSeconds(60);
    draft.meteringInterval = Duration.ofSeconds(60);
    draft.stopGrace = Duration.ofSeconds(10);
    draft.queuePatience = Duration.ofMinutes(2);
    return draft.done();
  }

  private static long machineMemoryBytes() {
    var system =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return system.getTotalMemorySize();
  }

  public BrokerConfig withCapacity(double cpus, long memoryBytes) {
    Draft draft = draft();
    draft.cpus = cpus;
    draft.memoryBytes = memoryBytes;
    return draft.done();
  }

  public BrokerConfig withPrograms(Map<String, Path> programs) {
    Draft draft = draft();
    draft.programs = programs;
    return draft.done();
  }

  public BrokerConfig withAccounts(int firstUid, int slots) {
    Draft draft = draft();
    draft.firstUid = firstUid;
    draft.slots = slots;
    return draft.done();
  }

  public BrokerConfig withRequireSandbox(boolean requireSandbox) {
    Draft draft = draft();
    draft.requireSandbox = requireSandbox;
    return draft.done();
  }

  public BrokerConfig withJobsWithoutSandbox(boolean jobsWithoutSandbox) {
    Draft draft = draft();
    draft.jobsWithoutSandbox = jobsWithoutSandbox;
    return draft.done();
  }

  public BrokerConfig withJobBounds(
      int maxPids, long maxLogBytes, int maxOutputFiles, long maxOutputBytes, long maxDiskBytes) {
    Draft draft = draft();
    draft.maxPids = maxPids;
    draft.maxLogBytes = maxLogBytes;
    draft.maxOutputFiles = maxOutputFiles;
    draft.maxOutputBytes = maxOutputBytes;
    draft.maxDiskBytes = maxDiskBytes;
    return draft.done();
  }

  public BrokerConfig withPatience(
      Duration holderStale,
      Duration hostLost,
      Duration meteringInterval,
      Duration stopGrace,
      Duration queuePatience) {
    Draft draft = draft();
    draft.holderStale = holderStale;
    draft.hostLost = hostLost;
    draft.meteringInterval = meteringInterval;
    draft.stopGrace = stopGrace;
    draft.queuePatience = queuePatience;
    return draft.done();
  }

  private Draft draft() {
    Draft draft = new Draft();
    draft.dataFolder = dataFolder;
    draft.cpus = cpus;
    draft.memoryBytes = memoryBytes;
    draft.programs = programs;
    draft.apiHost = apiHost;
    draft.apiPort = apiPort;
    draft.firstUid = firstUid;
    draft.slots = slots;
    draft.requireSandbox = requireSandbox;
    draft.jobsWithoutSandbox = jobsWithoutSandbox;
    draft.maxPids = maxPids;
    draft.maxLogBytes = maxLogBytes;
    draft.maxOutputFiles = maxOutputFiles;
    draft.maxOutputBytes = maxOutputBytes;
    draft.maxDiskBytes = maxDiskBytes;
    draft.holderStale = holderStale;
    draft.hostLost = hostLost;
    draft.meteringInterval = meteringInterval;
    draft.stopGrace = stopGrace;
    draft.queuePatience = queuePatience;
    return draft;
  }

  /** The one place where a config is put together, part by part and by their names. */
  private static final class Draft {
    private Path dataFolder;
    private double cpus;
    private long memoryBytes;
    private Map<String, Path> programs;
    private String apiHost;
    private int apiPort;
    private int firstUid;
    private int slots;
    private boolean requireSandbox;
    private boolean jobsWithoutSandbox;
    private int maxPids;
    private long maxLogBytes;
    private int maxOutputFiles;
    private long maxOutputBytes;
    private long maxDiskBytes;
    private Duration holderStale;
    private Duration hostLost;
    private Duration meteringInterval;
    private Duration stopGrace;
    private Duration queuePatience;

    private BrokerConfig done() {
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
}
