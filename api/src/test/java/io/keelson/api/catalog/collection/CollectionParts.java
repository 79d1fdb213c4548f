package io.keelson.api.catalog.collection;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.collection.intake.EventIntake;
import io.keelson.api.catalog.collection.sealing.SealingDeaths;
import io.keelson.api.catalog.collection.sealing.SealingLoop;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.StoredBytesUse;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.refusal.Refusals;
import io.keelson.tenancy.testing.TestQuotas;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Collection on the catalog of a fixture. */
final class CollectionParts {
  final Collectors collectors;
  final CollectorLookups lookups;
  final CollectedVersions collected;
  final EventIntake intake;
  private final SealingLoop loop;
  private final SealingDeaths deaths;

  /** Where a process dies that seals. */
  enum Death {
    /** What the version holds is fixed. */
    CLAIMED,
    /** Its file is there, and nothing names it. */
    STORED
  }

  CollectionParts(CatalogFixture fixture, Map<QuotaName, Long> limits) {
    ProjectAccess access = new ProjectAccess(new Authorizer());
    CatalogReads reads = new CatalogReads(fixture.database);
    Mutations mutations =
        new Mutations(
            fixture.database, new AuditLog(fixture.database, fixture.clock), fixture.clock);
    DerivedVersions versions =
        new DerivedVersions(access, fixture.outbox, fixture.signals, fixture.clock);
    this.collectors = new Collectors(mutations, access, reads, fixture.datasets, fixture.clock);
    this.lookups = new CollectorLookups(reads, access);
    this.collected = new CollectedVersions(reads, access);
    this.intake =
        new EventIntake(
            fixture.database,
            reads,
            access,
            TestQuotas.of(limits, List.of(new StoredBytesUse())),
            new Refusals(fixture.database, fixture.clock),
            fixture.clock);
    this.loop =
        new SealingLoop(fixture.system, fixture.database, fixture.objects, versions, fixture.clock);
    this.deaths =
        new SealingDeaths(fixture.system, fixture.database, fixture.objects, fixture.clock);
  }

  void seal() {
    loop.sealDue();
  }

  /** What a process does until it is killed. */
  void sealAndDie(Collector collector, Death death) throws IOException {
    deaths.claim(collector.id(), death == Death.STORED);
  }
}
