package io.keelson.compute.job;

import io.keelson.tenancy.failure.Invalid;

/**
 * What a job may use at most, and is billed for while it holds it.
 *
 * @param cpus processors, 0.1 to 1,024, counted in thousandths
 * @param memoryBytes 32 MiB to 16 TiB
 */
public record Resources(double cpus, long memoryBytes) {
  public static final long MIN_MEMORY_BYTES = 32L << 20;
  public static final long MAX_MEMORY_BYTES = 16L << 40;
  private static final double MIN_CPUS = 0.1;
  private static final double MAX_CPUS = 1_024;

  public Resources {
    if (!(cpus >= MIN_CPUS && cpus <= MAX_CPUS)) {
      throw new Invalid("resources.cpus", cpus, "0.1 to 1024");
    }
    if (memoryBytes < MIN_MEMORY_BYTES || memoryBytes > MAX_MEMORY_BYTES) {
      throw new Invalid("resources.memoryBytes", memoryBytes, "32 MiB to 16 TiB");
    }
    cpus = Math.round(cpus * 1_000) / 1_000d;
  }

  static Resources ofMillis(int cpuMillis, long memoryBytes) {
    return new Resources(cpuMillis / 1_000d, memoryBytes);
  }

  /** Thousandths of a processor. */
  public int cpuMillis() {
    return (int) Math.round(cpus * 1_000);
  }
}
