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
    BrokerSettings settings,
    BrokerLimits limits) {
  /** How many jobs may be on this machine at once, each under an account of its own. */
  public static final int SLOTS = 100;

  public static final int MAX_DATA_FOLDER_BYTES = 70;

  /**
   * @throws IllegalArgumentException naming the setting that is out of its bounds
   */
  public BrokerConfig {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    programs = Map.copyOf(programs);
    BrokerBounds.require(
        dataFolder.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_DATA_FOLDER_BYTES,
        "keelson.data " + dataFolder,
        "a path of at most 70 bytes");
    BrokerBounds.require(apiPort > 0 && apiPort < 65_536, "port " + apiPort, "1 to 65535");
    BrokerBounds.checkMeteringInterval(meteringInterval);
    BrokerBounds.check(settings);
  }

  public BrokerConfig withMeteringInterval(Duration meteringInterval) {
    return new BrokerConfig(
        dataFolder, programs, apiHost, apiPort, requireSandbox, meteringInterval, settings, limits);
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
}
