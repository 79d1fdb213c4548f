package io.keelson.compute;

import io.keelson.compute.job.JobProgress;
import io.keelson.compute.lease.Leases;
import io.keelson.compute.local.LocalHost;
import io.keelson.compute.local.LocalProvider;
import io.keelson.compute.metering.LeaseMeter;
import io.keelson.compute.scheduler.JobScheduler;
import io.keelson.tenancy.database.Ids;

/** Machines that take jobs off a fixture's queue when they are told to, and start none of them. */
final class TestMachine {
  private TestMachine() {}

  /** To be closed. */
  static LocalProvider provider(BrokerFixture fixture) {
    return new LocalProvider(
        fixture.config, LocalHost.of(fixture.config.dataFolder()), fixture.ground.objects);
  }

  static JobScheduler of(
      BrokerFixture fixture, LocalProvider provider, BrokerConfig config, String hostId) {
    return of(fixture.ground, provider, config, hostId);
  }

  static JobScheduler of(
      Ground ground, LocalProvider provider, BrokerConfig config, String hostId) {
    Leases leases = new Leases(ground.outbox);
    return new JobScheduler(
        ground.database,
        ground.system,
        new JobProgress(ground.outbox, ground.signals, ground.clock),
        leases,
        new LeaseMeter(ground.ledger, leases),
        ground.quotas,
        ground.signals,
        ground.clock,
        config,
        provider,
        Ids.next(),
        hostId,
        lease -> {});
  }
}
