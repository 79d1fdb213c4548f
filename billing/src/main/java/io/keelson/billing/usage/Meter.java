package io.keelson.billing.usage;

import io.keelson.tenancy.failure.Invalid;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What is measured, and in which unit a quantity of it is counted. */
public enum Meter {
  /** Processor cores a job held, times seconds. */
  JOB_CPU_SECONDS("job.cpu_seconds", "cpu-second"),
  /** Memory a job held in GiB (2^30 bytes), times seconds. */
  JOB_MEMORY_GIB_SECONDS("job.memory_gib_seconds", "GiB-second"),
  /** Processor cores a serving replica held, times seconds. */
  REPLICA_CPU_SECONDS("replica.cpu_seconds", "cpu-second"),
  /** Memory a serving replica held in GiB, times seconds. */
  REPLICA_MEMORY_GIB_SECONDS("replica.memory_gib_seconds", "GiB-second"),
  /** Inference requests that reached a replica. */
  INFERENCE_REQUESTS("inference.requests", "request"),
  /** Stored GiB, times hours. */
  STORAGE_GIB_HOURS("storage.gib_hours", "GiB-hour");

  private final String meterName;
  private final String unit;

  Meter(String meterName, String unit) {
    this.meterName = meterName;
    this.unit = unit;
  }

  /** The stable name on ledger lines and in prices, such as {@code job.cpu_seconds}. */
  public String meterName() {
    return meterName;
  }

  /** What one of the quantity is, in the singular. */
  public String unit() {
    return unit;
  }

  /**
   * @throws Invalid when no meter has this name
   */
  public static Meter named(String meterName) {
    for (Meter meter : values()) {
      if (meter.meterName.equals(meterName)) {
        return meter;
      }
    }
    String known = Arrays.stream(values()).map(Meter::meterName).collect(Collectors.joining(", "));
    throw new Invalid("meter", meterName, "one of " + known);
  }
}
