package io.keelson.api.graphql.experiment;

import static io.keelson.api.graphql.GraphTypes.RUN;

import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.metric.LoggedMetric;
import io.keelson.api.catalog.metric.RunMetrics;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.experiment.MetricTypes.LoggedMetricType;
import io.keelson.api.graphql.live.topic.EventFeed;
import io.keelson.api.graphql.live.topic.Following;
import io.keelson.api.graphql.page.Cursors;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Input;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** Metrics as a run logs them. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class RunSubscriptions {
  /** Of one metric in memory with its cursor, without the letters of its key. */
  private static final long METRIC_BYTES = 280;

  private static final int MAX_KEYS = 50;

  private final CallContext call;
  private final RunMetrics metrics;
  private final Runs runs;
  private final ProjectAccess access;
  private final Following following;
  private final Cursors cursors;

  RunSubscriptions(
      CallContext call,
      RunMetrics metrics,
      Runs runs,
      ProjectAccess access,
      Following following,
      Cursors cursors) {
    this.call = call;
    this.metrics = metrics;
    this.runs = runs;
    this.access = access;
    this.following = following;
    this.cursors = cursors;
  }

  /**
   * @param keys none for all
   * @param after the cursor of a metric seen before; none for all there is
   */
  @Subscription
  @Requires(Permission.RUN_READ)
  @Description("The run's measurements as they are logged.")
  public Multi<LoggedMetricType> runMetrics(
      @Id @NonNull @Description("The run.") String runId,
      @Description("Only these metrics, at most 50; all when left out.") List<String> keys,
      @Description("The cursor of a measurement seen before; left out for all there is.")
          String after) {
    UUID id = GlobalId.decode("runId", RUN, runId);
    UUID tenantId = call.principal().tenantId();
    String list = "runmetrics/" + id;
    String place = cursors.decode("after", list, tenantId, after);
    Set<String> wanted =
        Set.copyOf(Input.size("keys", GraphTypes.items("keys", keys), 0, MAX_KEYS));
    EventFeed<LoggedMetric> all =
        new EventFeed<>(
            tenantId,
            RunMetrics.topic(id),
            (cursor, max) -> metrics.after(tenantId, id, Set.of(), cursor, max),
            LoggedMetric::cursor,
            RunMetrics::inOrder,
            metric -> METRIC_BYTES + metric.key().length());
    return following
        .events(
            all,
            (cursor, max) -> metrics.after(tenantId, id, wanted, cursor, max),
            place,
            metric -> wanted.isEmpty() || wanted.contains(metric.key()),
            principal -> admit(principal, id))
        .map(
            metric ->
                new LoggedMetricType(
                    metric.key(),
                    metric.value(),
                    metric.step(),
                    metric.at(),
                    cursors.encode(list, tenantId, metric.cursor())));
  }

  private Consumer<Principal> admit(Principal first, UUID runId) {
    UUID projectId = runs.get(first, runId).projectId();
    return principal -> access.require(principal, Permission.RUN_READ, projectId, "run");
  }
}
