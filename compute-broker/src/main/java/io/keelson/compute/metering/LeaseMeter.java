package io.keelson.compute.metering;

import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.UsageEvent;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.Leases;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts the use of a lease on the ledger, window by window: what it holds, times how long. A window
 * begins where the last one ended, and the mark moves in the transaction that writes the lines, so
 * that no second is billed twice or not at all.
 */
@ApplicationScoped
public class LeaseMeter {
  private static final BigDecimal GIB_MILLISECONDS = BigDecimal.valueOf((1L << 30) * 1_000L);
  private static final int GIB_SECONDS_DECIMALS = 9;
  private static final int CPU_SECONDS_DECIMALS = 6;

  private final UsageLedger ledger;
  private final Leases leases;

  public LeaseMeter(UsageLedger ledger, Leases leases) {
    this.ledger = ledger;
    this.leases = leases;
  }

  /**
   * Records the use up to there; nothing when it is recorded already or the lease was never active.
   * However long the ledger takes, the lease may move on meanwhile.
   *
   * @param holderId the process that has the lease
   * @throws io.keelson.tenancy.failure.Unavailable when no price is in force
   */
  public void record(Transaction tx, UUID leaseId, UUID holderId, Job job, OffsetDateTime until) {
    Lease lease = Leases.unlocked(tx, leaseId);
    OffsetDateTime to = until.truncatedTo(ChronoUnit.MILLIS);
    OffsetDateTime from = lease.meteredTo() == null ? lease.activeAt() : lease.meteredTo();
    if (from == null || !to.isAfter(from)) {
      return;
    }
    List<Meter> meters = meters(lease.kind());
    long milliseconds = Duration.between(from, to).toMillis();
    record(tx, meters.getFirst(), cpuSeconds(lease, milliseconds), lease, job, from, to);
    record(tx, meters.getLast(), gibSeconds(lease, milliseconds), lease, job, from, to);
    leases.metered(tx, lease, holderId, to);
  }

  /**
   * Why a job of that kind cannot be billed on such an instance, in a few words; empty when it can.
   */
  public Optional<String> missingPrice(Transaction tx, JobKind kind, String instanceType) {
    return ledger
        .unpriced(tx, meters(kind), instanceType)
        .map(
            meter ->
                "no price of %s for %s is in force".formatted(meter.meterName(), instanceType));
  }

  /** Of processors, and of memory. */
  private static List<Meter> meters(JobKind kind) {
    return switch (kind) {
      case TASK -> List.of(Meter.JOB_CPU_SECONDS, Meter.JOB_MEMORY_GIB_SECONDS);
      case SERVICE -> List.of(Meter.REPLICA_CPU_SECONDS, Meter.REPLICA_MEMORY_GIB_SECONDS);
    };
  }

  static BigDecimal cpuSeconds(Lease lease, long milliseconds) {
    return BigDecimal.valueOf(lease.cpuMillis() * milliseconds, CPU_SECONDS_DECIMALS);
  }

  static BigDecimal gibSeconds(Lease lease, long milliseconds) {
    return BigDecimal.valueOf(lease.memoryBytes())
        .multiply(BigDecimal.valueOf(milliseconds))
        .divide(GIB_MILLISECONDS, GIB_SECONDS_DECIMALS, RoundingMode.HALF_EVEN);
  }

  private void record(
      Transaction tx,
      Meter meter,
      BigDecimal quantity,
      Lease lease,
      Job job,
      OffsetDateTime from,
      OffsetDateTime to) {
    ledger.record(
        tx,
        UsageEvent.of(
            meter,
            quantity,
            lease.projectId(),
            lease.instanceType(),
            lease.jobId(),
            from,
            to,
            labels(lease, job)));
  }

  private static Map<String, String> labels(Lease lease, Job job) {
    Map<String, String> labels = new HashMap<>();
    labels.put(UsageLabels.JOB, lease.jobId().toString());
    if (lease.runId() != null) {
      labels.put(UsageLabels.RUN, lease.runId().toString());
    }
    if (job.endpointId() != null) {
      labels.put(UsageLabels.ENDPOINT, job.endpointId());
    }
    return labels;
  }
}
