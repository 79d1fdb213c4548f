package io.keelson.compute;

import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.lease.HeldLeases;
import io.keelson.compute.lease.JobTokens;
import io.keelson.compute.lease.Leases;
import io.keelson.compute.local.LocalHost;
import io.keelson.compute.local.LocalIsolation;
import io.keelson.compute.local.LocalProvider;
import io.keelson.compute.metering.LeaseMeter;
import io.keelson.compute.scheduler.JobScheduler;
import io.keelson.compute.supervisor.Supervisor;
import io.keelson.compute.supervisor.Workshop;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.object.TenantObjects;
import io.keelson.tenancy.quota.Quotas;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The loops of the role {@code broker}: takes jobs off the queue, runs them on this machine and
 * looks after them. Several may run, on one machine or many. Closing it, or killing it, ends no
 * job.
 */
public final class Broker implements AutoCloseable {
  private final LiveSignals signals;
  private final LocalProvider provider;
  private final Supervisor supervisor;
  private final JobScheduler scheduler;

  /** What it stands on. */
  public record Ground(
      TenantDatabase database,
      SystemDatabase system,
      TenantObjects objects,
      Outbox outbox,
      LiveSignals signals,
      UsageLedger ledger,
      JobTokens tokens,
      Quotas quotas,
      InstantSource clock) {}

  /**
   * @throws IllegalStateException when the machine cannot isolate jobs as the configuration
   *     requires
   */
  public Broker(Ground ground, BrokerConfig config) {
    LocalHost host = LocalHost.of(config.dataFolder());
    UUID holderId = Ids.next();
    this.signals = ground.signals();
    JobProgress progress = new JobProgress(ground.outbox(), ground.signals(), ground.clock());
    Leases leases = new Leases(ground.outbox());
    LeaseMeter meter = new LeaseMeter(ground.ledger(), leases);
    this.provider = new LocalProvider(config, host, ground.objects());
    Workshop workshop =
        new Workshop(
            config,
            ground.database(),
            ground.objects(),
            ground.signals(),
            progress,
            leases,
            ground.tokens(),
            ground.quotas(),
            meter,
            provider,
            ground.clock());
    HeldLeases held = new HeldLeases(ground.system(), config.cpuMillis(), config.memoryBytes());
    this.supervisor = new Supervisor(workshop, held, host, holderId, this::roomFreed);
    this.scheduler =
        new JobScheduler(
            ground.database(),
            ground.system(),
            progress,
            leases,
            meter,
            ground.quotas(),
            ground.signals(),
            ground.clock(),
            config,
            provider,
            holderId,
            host.id(),
            supervisor::watch);
  }

  /** What keeps jobs apart on this machine, for the health page. */
  public LocalIsolation isolation() {
    return provider.isolation();
  }

  /**
   * Takes up what an earlier process has left, then takes jobs.
   *
   * @throws IllegalStateException when another machine goes by the name of this one, and lives: it
   *     is closed then
   */
  public void start() {
    try {
      supervisor.start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    scheduler.start();
  }

  /** The other processes of this machine share its room. */
  private void roomFreed() {
    scheduler.wake();
    signals.signal(JobProgress.PLATFORM, JobProgress.QUEUE_TOPIC);
  }

  /** How many jobs are on this machine through this process. */
  public int leases() {
    return supervisor.size();
  }

  /**
   * Stops taking and looking after jobs; those that run keep running, and the next process takes
   * them up.
   */
  @Override
  public void close() {
    scheduler.close();
    supervisor.close();
    provider.close();
  }
}
