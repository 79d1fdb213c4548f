package io.keelson.api.alert.channel;

import io.keelson.api.alert.rule.AlertNotices;
import io.keelson.api.alert.rule.AlertRuleHistory;
import io.keelson.api.alert.rule.AlertRules;
import io.keelson.api.alert.rule.AlertWatch;
import io.keelson.api.alert.rule.Alerts;
import io.keelson.api.alert.rule.LookTimes;
import io.keelson.api.alert.rule.Observer;
import io.keelson.api.alert.rule.WatchedWindows;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.billing.budget.Budgets;
import io.keelson.compute.job.FailedTasks;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.metering.Traffic;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.profile.References;
import io.keelson.serving.watch.quality.Quality;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.mutation.Mutations;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Rules, alerts and the channels that they go to, on a fixture's database. */
public final class AlertingGround implements AutoCloseable {
  private static final LookTimes EACH_MINUTE = new LookTimes(Duration.ofMinutes(1));
  public final AlertRules rules;
  public final AlertRuleHistory history;
  public final Alerts alerts;
  public final AlertWatch watch;
  private final CatalogFixture fixture;
  private final ChannelParts parts;
  private final Observer observer;
  private final AlertNotices notices;

  public AlertingGround(CatalogFixture fixture) {
    this.fixture = fixture;
    this.parts = new ChannelParts(fixture);
    Mutations mutations =
        new Mutations(
            fixture.database, new AuditLog(fixture.database, fixture.clock), fixture.clock);
    ProjectAccess access = new ProjectAccess(new Authorizer());
    CatalogReads reads = new CatalogReads(fixture.database);
    this.observer =
        new Observer(
            new Traffic(fixture.database),
            new FailedTasks(fixture.database),
            new Budgets(fixture.database, fixture.clock),
            new WatchedWindows(
                new Drift(
                    fixture.database,
                    new References(fixture.database, fixture.clock),
                    fixture.signals),
                new Quality(fixture.database, fixture.signals, fixture.clock)));
    this.rules =
        new AlertRules(
            mutations,
            access,
            reads,
            new Endpoints(fixture.database, fixture.clock),
            observer,
            EACH_MINUTE,
            fixture.clock);
    this.history = new AlertRuleHistory(rules, observer, fixture.clock);
    this.alerts = new Alerts(mutations, access, reads, fixture.clock);
    this.notices = new AlertNotices(parts.queue, fixture.outbox);
    this.watch = watching(fixture.database);
  }

  /** One more process that watches. */
  public AlertWatch watching(TenantDatabase database) {
    return new AlertWatch(fixture.system, database, observer, notices, EACH_MINUTE, fixture.clock);
  }

  /** Looks at all that is due. */
  public void look() {
    look(watch);
  }

  /** The same as another process. */
  public static void look(AlertWatch watch) {
    boolean some = true;
    while (some) {
      watch.lookAtDue();
      some = watch.isAtWork();
      while (watch.isAtWork()) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  ChannelParts parts() {
    return parts;
  }

  /** A webhook that nobody answers. */
  public UUID channel(UUID projectId, String name) {
    return parts.webhook(projectId, name, "http://localhost:1/").channel().id();
  }

  /** Of what waits for the channel, or went there. */
  public List<String> titles(UUID channelId) {
    return parts
        .deliveries
        .byChannelIds(fixture.engineer, List.of(channelId))
        .getOrDefault(channelId, List.of())
        .stream()
        .map(Delivery::title)
        .toList();
  }

  @Override
  public void close() {
    watch.close();
    parts.close();
  }
}
