package io.keelson.api.graphql.experiment;

import static io.keelson.api.graphql.GraphTypes.RUN;

import io.keelson.api.catalog.metric.LoggedMetric;
import io.keelson.api.catalog.metric.RunMetrics;
import io.keelson.api.graphql.Following;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.experiment.ExperimentTypes.LoggedMetricType;
import io.keelson.api.graphql.page.Cursors;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** Metrics as a run logs them. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class RunSubscriptions {
  private static final int BATCH_METRICS = 500;
  private final CallContext call;
  private final RunMetrics metrics;
  private final Following following;
  private final Cursors cursors;

  RunSubscriptions(CallContext call, RunMetrics metrics, Following following, Cursors cursors) {
    this.call = call;
    this.metrics = metrics;
    this.following = following;
    this.cursors = cursors;
  }

  /**
   * @param keys none for all
   * @param after the cursor of a metric seen before; none for all there is
   */
  @Subscription
  @Requires(Permission.RUN_READ)
  public Multi<LoggedMetricType> runMetrics(
      @Id @NonNull String runId, List<String> keys, String after) {
    UUID id = GlobalId.decode("runId", RUN, runId);
    UUID tenantId = call.principal().tenantId();
    String list = "runmetrics/" + id;
    String place = cursors.decode("after", list, tenantId, after);
    Set<String> wanted = Set.copyOf(GraphTypes.items("keys", keys));
    return following
        .follow(
            "run/" + id + "/metrics",
            place,
            (principal, cursor) -> metrics.after(principal, id, wanted, cursor, BATCH_METRICS),
            LoggedMetric::cursor)
        .map(
            metric ->
                new LoggedMetricType(
                    metric.key(),
                    metric.value(),
                    metric.step(),
                    metric.at(),
                    cursors.encode(list, tenantId, metric.cursor())));
  }
}
