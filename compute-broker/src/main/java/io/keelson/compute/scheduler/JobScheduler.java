package io.keelson.compute.scheduler;

import io.keelson.compute.BrokerConfig;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.lease.Lease;
import io.keelson.compute.lease.Leases;
import io.keelson.compute.lease.Placement;
import io.keelson.compute.metering.LeaseMeter;
import io.keelson.compute.provider.ComputeProvider;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.loop.DueLoop;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Moves queued jobs to this machine while it has room for them: each gets its lease, written down
 * before it starts.
 */
public final class JobScheduler implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(JobScheduler.class);

  /** How often it is looked at the queue although nobody has woken it. */
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /** Until it is looked again whether there is a price for what waits for one. */
  private static final int PRICE_PAUSE_S = 10;

  private final TenantDatabase database;
  private final JobProgress progress;
  private final Leases leases;
  private final LeaseMeter meter;
  private final Quotas quotas;
  private final LiveSignals signals;
  private final InstantSource clock;
  private final ComputeProvider provider;
  private final Consumer<Lease> starts;
  private final UUID holderId;
  private final String hostId;
  final QueueHeads heads;
  private final DueLoop loop;
  private LiveSignals.Following following;
  private Optional<String> shortageTold = Optional.empty();

  /**
   * @param starts is handed every lease that was asked for, and returns at once
   */
  public JobScheduler(
      TenantDatabase database,
      SystemDatabase system,
      JobProgress progress,
      Leases leases,
      LeaseMeter meter,
      Quotas quotas,
      LiveSignals signals,
      InstantSource clock,
      BrokerConfig config,
      ComputeProvider provider,
      UUID holderId,
      String hostId,
      Consumer<Lease> starts) {
    this.database = database;
    this.progress = progress;
    this.leases = leases;
    this.meter = meter;
    this.quotas = quotas;
    this.signals = signals;
    this.clock = clock;
    this.provider = provider;
    this.starts = starts;
    this.holderId = holderId;
    this.hostId = hostId;
    this.heads =
        new QueueHeads(
            system,
            quotas,
            clock,
            provider,
            new QueueHeads.Machine(
                holderId,
                hostId,
                config.cpuMillis(),
                config.memoryBytes(),
                DiskShares.of(config.settings().maxDiskBytes())));
    this.loop = new DueLoop("job-scheduler", POLL_INTERVAL, this::placeAll);
  }

  public void start() {
    following = signals.follow(JobProgress.PLATFORM, JobProgress.QUEUE_TOPIC, loop::wake);
    loop.start();
  }

  /** Room may have become free. */
  public void wake() {
    loop.wake();
  }

  private boolean placeAll() {
    while (!loop.isClosed() && placeNext()) {
      LOG.debug("a job was placed");
      loop.beat();
    }
    refuseUnfit();
    return false;
  }

  /**
   * Gives the next job that fits its lease; false when there is none, or the machine takes no job.
   */
  boolean placeNext() {
    if (isShort()) {
      return false;
    }
    Optional<QueueHeads.Claim> claim = heads.claim();
    claim.map(this::place).flatMap(placed -> placed).ifPresent(starts);
    return claim.isPresent();
  }

  /** Those who wait hear of it from this process's row, whichever process they ask. */
  private boolean isShort() {
    Optional<String> shortage = provider.shortage();
    if (!shortage.equals(shortageTold) && heads.tell(shortage)) {
      shortage.ifPresentOrElse(
          why -> LOG.warnf("this machine takes no jobs: %s", why),
          () -> LOG.info("this machine takes jobs again"));
      shortageTold = shortage;
    }
    return shortage.isPresent();
  }

  Optional<Lease> place(QueueHeads.Claim claim) {
    return database.transact(
        claim.tenantId(),
        tx -> {
          boolean mayStart = isActive(tx);
          Job job = progress.locked(tx, claim.jobId());
          if (job.status() == JobStatus.QUEUED
              && (!mayStart || !hasRoom(tx, job) || isUnpriced(tx, job))) {
            release(tx, claim);
            return Optional.empty();
          }
          int mine =
              tx.update(
                  "DELETE FROM compute.queue_entry WHERE tenant_id = $1 AND job_id = $2 AND claimed_by = $3",
                  claim.tenantId(),
                  claim.jobId(),
                  holderId);
          if (mine == 0 || job.status() != JobStatus.QUEUED) {
            return Optional.empty();
          }
          Job provisioning = progress.provisioning(tx, job);
          Placement placement =
              new Placement(
                  provider.name(),
                  provider.instanceType(),
                  hostId,
                  claim.slot(),
                  holderId,
                  claim.requestCpuMillis(),
                  claim.diskBytes());
          return Optional.of(leases.request(tx, Ids.next(), provisioning, placement, now()));
        });
  }

  /**
   * Whether the tenant is not suspended, which it is not until the transaction ends: what it starts
   * is found among what is stopped with it.
   */
  private static boolean isActive(Transaction tx) {
    return tx.one(
            "SELECT 1 FROM tenancy.tenant WHERE tenant_id = $1 AND status = 'ACTIVE' FOR SHARE",
            tx.tenantId())
        .isPresent();
  }

  /** Other machines may have placed jobs of the tenant since this one was claimed. */
  private boolean hasRoom(Transaction tx, Job job) {
    boolean mayRun =
        job.kind() != JobKind.TASK || quotas.hold(tx, QuotaName.RUNNING_JOBS).hasRoomFor(1);
    return mayRun && quotas.hold(tx, QuotaName.CPUS).hasRoomFor(job.resources().cpuMillis());
  }

  /**
   * What could not be billed is not started: all that its tenant queues of the kind waits, and says
   * so.
   */
  private boolean isUnpriced(Transaction tx, Job job) {
    Optional<String> missing = meter.missingPrice(tx, job.kind(), provider.instanceType());
    missing.ifPresent(
        why -> {
          LOG.warnf("jobs of tenant %s wait: %s", tx.tenantId(), why);
          tx.update(
              """
              UPDATE compute.queue_entry
              SET not_before = statement_timestamp() + make_interval(secs => $3), waits_for = $4
              WHERE tenant_id = $1 AND (max_seconds IS NULL) = $2
              """,
              tx.tenantId(),
              job.kind() == JobKind.SERVICE,
              (double) PRICE_PAUSE_S,
              why);
        });
    return missing.isPresent();
  }

  /** It waits where it was. */
  private void release(Transaction tx, QueueHeads.Claim claim) {
    tx.update(
        """
        UPDATE compute.queue_entry
        SET claimed_by = NULL, claimed_host = NULL, claimed_slot = NULL, claimed_until = NULL
        WHERE tenant_id = $1 AND job_id = $2 AND claimed_by = $3
        """,
        claim.tenantId(),
        claim.jobId(),
        holderId);
  }

  private void refuseUnfit() {
    for (QueueHeads.Unfit unfit : heads.unfit()) {
      database.transact(
          unfit.tenantId(),
          tx -> {
            Job job = progress.locked(tx, unfit.jobId());
            int there =
                tx.update(
                    "DELETE FROM compute.queue_entry WHERE tenant_id = $1 AND job_id = $2",
                    unfit.tenantId(),
                    unfit.jobId());
            if (there == 1 && job.status() == JobStatus.QUEUED) {
              String reason =
                  "no machine is large enough: the job wants %s processors and %d MiB"
                      .formatted(unfit.cpuMillis() / 1_000d, unfit.memoryBytes() >> 20);
              progress.ended(tx, job, JobStatus.FAILED, reason, null, now(), List.of());
            }
            return null;
          });
    }
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Takes no further job. */
  @Override
  public void close() {
    if (following != null) {
      following.close();
    }
    loop.close();
  }
}
