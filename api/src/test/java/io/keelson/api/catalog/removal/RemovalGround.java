package io.keelson.api.catalog.removal;

import io.keelson.api.alert.channel.ChannelRemoval;
import io.keelson.api.alert.rule.AlertRuleRemoval;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.collection.CollectorRemoval;
import io.keelson.api.catalog.dataset.DatasetRemoval;
import io.keelson.api.catalog.experiment.RunRemoval;
import io.keelson.api.catalog.metric.MetricRemoval;
import io.keelson.api.catalog.model.ModelRemoval;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.Project;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.catalog.storage.StorageMeter;
import io.keelson.api.catalog.storage.StorageRemoval;
import io.keelson.api.catalog.validation.CheckRemoval;
import io.keelson.api.comment.CommentRemoval;
import io.keelson.api.inbox.InboxRemoval;
import io.keelson.api.retraining.run.RetrainingRemoval;
import io.keelson.api.retraining.run.RunMoves;
import io.keelson.api.transform.TransformRemoval;
import io.keelson.billing.budget.BudgetRemoval;
import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.retention.JobRemoval;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.retention.EndpointRemoval;
import io.keelson.serving.rollout.RolloutChanges;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.apikey.ApiKeyRemoval;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.EventRemoval;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.grant.GrantRemoval;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.refusal.Refusals;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.testing.Listener;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Everything that has a part in the removal of projects, on a catalog of its own. */
final class RemovalGround implements AutoCloseable {
  static final Duration WINDOW = Duration.ofHours(1);
  static final Duration QUIET = Duration.ofSeconds(90);

  final CatalogFixture catalog = new CatalogFixture();
  final Principal admin = CatalogFixture.person(catalog.tenantId, "admin", Role.ADMIN);
  final List<ProjectRemoval> features;
  final ProjectRemovals removals;
  final Mutations mutations;
  final Rollouts rollouts;
  final Jobs jobs;
  private final Outbox outbox;

  RemovalGround() {
    outbox =
        new Outbox(
            List.<EventHandler>of(new Listener(RemovalLoop.REMOVED)),
            catalog.signals,
            catalog.clock);
    RevisionGate open = (tx, revision) -> Optional.empty();
    rollouts = new Rollouts(catalog.signals, catalog.quotas, open, catalog.clock);
    jobs =
        new Jobs(
            catalog.database,
            new JobProgress(outbox, catalog.signals, catalog.clock),
            catalog.quotas,
            catalog.clock);
    StorageMeter meter =
        new StorageMeter(
            catalog.system,
            catalog.database,
            new UsageLedger(catalog.database, new PriceBook(), catalog.clock),
            WINDOW,
            catalog.clock);
    features =
        List.of(
            new CommentRemoval(),
            new InboxRemoval(),
            new AlertRuleRemoval(),
            new ChannelRemoval(),
            new RetrainingRemoval(new RunMoves(catalog.clock, outbox)),
            new EndpointRemoval(
                rollouts,
                new RolloutChanges(rollouts, open, outbox, catalog.signals, catalog.clock)),
            new ModelRemoval(),
            new TransformRemoval(),
            new CollectorRemoval(),
            new CheckRemoval(),
            new MetricRemoval(),
            new RunRemoval(),
            new DatasetRemoval(catalog.uploads),
            new JobRemoval(jobs),
            new BudgetRemoval(),
            new StorageRemoval(meter),
            new GrantRemoval(),
            new ApiKeyRemoval(catalog.clock),
            new EventRemoval());
    Authorizer authorizer = new Authorizer();
    mutations =
        new Mutations(
            catalog.database,
            new AuditLog(catalog.database, catalog.clock),
            new Refusals(catalog.database, catalog.clock),
            new ProjectAccess(authorizer),
            catalog.clock);
    removals =
        new ProjectRemovals(
            mutations, authorizer, new CatalogReads(catalog.database), features, catalog.clock);
  }

  RemovalLoop loop() {
    return loop(features);
  }

  /** As another process has it. */
  RemovalLoop loop(List<ProjectRemoval> features) {
    return new RemovalLoop(
        catalog.system,
        catalog.database,
        features,
        outbox,
        new AuditLog(catalog.database, catalog.clock),
        catalog.clock);
  }

  Connection owner() throws SQLException {
    var database = catalog.testDatabase();
    return DriverManager.getConnection(
        database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
  }

  Removal remove(Project project) {
    return removals.remove(
        CatalogFixture.caller(admin),
        new ProjectRemovals.RemoveProject(project.id(), project.version(), project.slug()));
  }

  /** As the last look has it; null for a project that nobody removes. */
  Removal removal(UUID projectId) {
    Map<UUID, Removal> found = removals.byIds(admin, List.of(projectId));
    return found.get(projectId);
  }

  /** Looks until it is over, as time goes by. */
  void finish(RemovalLoop loop, UUID projectId) {
    for (int looks = 0; looks < 100 && removal(projectId).removedAt() == null; looks++) {
      loop.moveDue();
      catalog.clock.advance(Duration.ofSeconds(2));
    }
  }

  @Override
  public void close() {
    catalog.close();
  }
}
