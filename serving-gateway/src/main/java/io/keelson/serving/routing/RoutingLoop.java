package io.keelson.serving.routing;

import io.keelson.serving.dataplane.ReplicaTarget;
import io.keelson.serving.dataplane.Route;
import io.keelson.serving.dataplane.RoutingTable;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.serving.metering.RequestCounters;
import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.tally.DriftTarget;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.loop.DueLoop;
import io.vertx.core.net.SocketAddress;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Keeps this process's routing table at most a second behind the database; a signal makes it
 * current at once. While the database does not answer, the last table stays.
 */
public final class RoutingLoop implements Supplier<RoutingTable>, AutoCloseable {
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private final SystemDatabase system;
  private final RequestCounters counters;
  private final StepTallies tallies;
  private final ServingSignals signals;
  private final LoadReports loads;
  private final DueLoop loop = new DueLoop("routing", POLL_INTERVAL, this::pass).withoutBackoff();
  private final Map<UUID, ReplicaTarget> targets = new HashMap<>();
  private volatile RoutingTable table = RoutingTable.EMPTY;
  private LiveSignals.Following following;

  public RoutingLoop(
      SystemDatabase system,
      RequestCounters counters,
      StepTallies tallies,
      LiveSignals signals,
      LoadReports loads) {
    this.system = system;
    this.counters = counters;
    this.tallies = tallies;
    this.signals = new ServingSignals(signals);
    this.loads = loads;
  }

  /** The newest table. */
  @Override
  public RoutingTable get() {
    return table;
  }

  /** Reads the first table, and then keeps it current. */
  public synchronized void start() {
    refresh();
    following = signals.followRoutes(loop::wake);
    loop.start();
  }

  private boolean pass() {
    refresh();
    loads.report(List.copyOf(targets.values()));
    return false;
  }

  /** A revision with one of its ready replicas, or with none. */
  private record RouteRow(
      UUID tenantId,
      UUID projectId,
      UUID endpointId,
      String name,
      UUID revisionId,
      int number,
      int weight,
      boolean serving,
      UUID jobId,
      String socket,
      CaptureSettings capture,
      DriftTarget drift,
      RolloutRow rollout) {}

  /** The step that the endpoint is in; null where none is under way. */
  private record RolloutRow(
      UUID id, int step, int weight, UUID baselineId, UUID candidateId, String stickyHeader) {
    static RolloutRow of(Row row) {
      UUID id = row.getUUID("rollout_id");
      return id == null
          ? null
          : new RolloutRow(
              id,
              row.getInteger("step"),
              row.getInteger("candidate_weight"),
              row.getUUID("baseline_id"),
              row.getUUID("candidate_id"),
              row.getString("sticky_header"));
    }
  }

  private static CaptureSettings capture(Row row) {
    UUID collectorId = row.getUUID("collector_id");
    return collectorId == null
        ? null
        : new CaptureSettings(
            collectorId,
            row.getDouble("share"),
            Set.of(row.getArrayOfStrings("redact")),
            row.getString("output"),
            row.getString("output") == null ? 0 : row.getInteger("rule_version"));
  }

  /** Null without a rule, and where the model version has no profile. */
  private static DriftTarget drift(Row row) {
    UUID modelVersionId = row.getUUID("profiled_id");
    Double share = row.getDouble("drift_share");
    return modelVersionId == null || share == null
        ? null
        : new DriftTarget(modelVersionId, share, row.getInteger("window_s"));
  }

  /** Reads the table again. Called by this loop alone, once it runs. */
  public void refresh() {
    List<RouteRow> rows =
        system.transact(
            SystemUse.SERVING_CONTROL,
            tx ->
                tx.list(
                    row ->
                        new RouteRow(
                            row.getUUID("tenant_id"),
                            row.getUUID("project_id"),
                            row.getUUID("endpoint_id"),
                            row.getString("name"),
                            row.getUUID("revision_id"),
                            row.getInteger("number"),
                            row.getInteger("weight"),
                            row.getString("status").equals("READY"),
                            row.getUUID("job_id"),
                            row.getString("socket_path"),
                            capture(row),
                            drift(row),
                            RolloutRow.of(row)),
                    """
                    SELECT e.tenant_id, e.project_id, e.id AS endpoint_id, e.name,
                      r.id AS revision_id, r.number, r.weight, r.status, p.job_id, p.socket_path,
                      c.collector_id, c.share, c.redact, q.output, q.version AS rule_version,
                      d.share AS drift_share, d.window_s, f.model_version_id AS profiled_id,
                      o.id AS rollout_id, o.step, o.weights[o.step] AS candidate_weight, o.baseline_id, o.candidate_id,
                      o.sticky_header
                    FROM serving.revision r
                    JOIN serving.endpoint e ON e.tenant_id = r.tenant_id AND e.id = r.endpoint_id
                    LEFT JOIN serving.replica p
                      ON p.tenant_id = r.tenant_id AND p.revision_id = r.id AND p.ready AND p.socket_path IS NOT NULL
                    LEFT JOIN serving.capture c ON c.tenant_id = e.tenant_id AND c.endpoint_id = e.id AND c.share > 0
                    LEFT JOIN serving.quality_rule q ON q.tenant_id = e.tenant_id AND q.endpoint_id = e.id
                    LEFT JOIN serving.drift_rule d ON d.tenant_id = e.tenant_id AND d.endpoint_id = e.id AND d.share > 0
                    LEFT JOIN serving.reference_profile f
                      ON f.tenant_id = r.tenant_id AND f.model_version_id = r.model_version_id AND f.reason IS NULL
                    LEFT JOIN serving.rollout o
                      ON o.tenant_id = e.tenant_id AND o.endpoint_id = e.id AND o.status IN ('STEPPING', 'PAUSED')
                    WHERE r.status IN ('PENDING', 'LOADING', 'READY', 'DRAINING')
                    ORDER BY e.tenant_id, e.id, r.number, p.slot
                    """));
    Set<RevisionCounter.Key> keys = new HashSet<>();
    Set<StepTally.Key> steps = new HashSet<>();
    RoutingTable next = build(rows, keys, steps);
    table = next;
    // The rows are those of all revisions that have not ended.
    Set<UUID> standing = rows.stream().map(RouteRow::revisionId).collect(Collectors.toSet());
    counters.routed(keys, standing::contains);
    tallies.routed(steps);
    next.wakeWaiting();
  }

  /**
   * @param keys gets those that requests are counted under
   * @param steps gets those of rollouts that requests are assigned by
   */
  private RoutingTable build(
      List<RouteRow> rows, Set<RevisionCounter.Key> keys, Set<StepTally.Key> steps) {
    Map<UUID, List<RouteRow>> byEndpoint = new java.util.LinkedHashMap<>();
    for (RouteRow row : rows) {
      byEndpoint.computeIfAbsent(row.endpointId(), id -> new ArrayList<>()).add(row);
    }
    Map<UUID, ReplicaTarget> current = new HashMap<>();
    List<Route> routes = new ArrayList<>();
    for (List<RouteRow> ofEndpoint : byEndpoint.values()) {
      RouteRow any = ofEndpoint.getFirst();
      Route route =
          new Route(
              any.tenantId(),
              any.projectId(),
              any.endpointId(),
              any.name(),
              revisions(ofEndpoint, current, keys),
              any.capture(),
              rollout(any, steps));
      Route before = table.find(any.tenantId(), any.name());
      routes.add(before == null ? route : route.after(before));
    }
    // Those that drain still have requests to report.
    targets
        .values()
        .removeIf(target -> !current.containsKey(target.jobId()) && loads.isSettled(target));
    targets.putAll(current);
    return new RoutingTable(routes);
  }

  private Route.Rollout rollout(RouteRow row, Set<StepTally.Key> steps) {
    RolloutRow rollout = row.rollout();
    if (rollout == null) {
      return null;
    }
    StepTally.Key key = new StepTally.Key(row.tenantId(), rollout.id(), rollout.step());
    steps.add(key);
    return new Route.Rollout(
        tallies.of(key, rollout.weight()),
        rollout.baselineId(),
        rollout.candidateId(),
        rollout.stickyHeader());
  }

  private List<Route.Revision> revisions(
      List<RouteRow> rows, Map<UUID, ReplicaTarget> current, Set<RevisionCounter.Key> keys) {
    Map<UUID, List<ReplicaTarget>> replicas = new java.util.LinkedHashMap<>();
    Map<UUID, RouteRow> serving = new HashMap<>();
    for (RouteRow row : rows) {
      if (!row.serving()) {
        continue;
      }
      serving.put(row.revisionId(), row);
      List<ReplicaTarget> ofRevision =
          replicas.computeIfAbsent(row.revisionId(), id -> new ArrayList<>());
      if (row.jobId() != null) {
        ReplicaTarget target = target(row);
        current.put(target.jobId(), target);
        ofRevision.add(target);
      }
    }
    List<Route.Revision> out = new ArrayList<>();
    replicas.forEach(
        (id, ofRevision) -> {
          RouteRow row = serving.get(id);
          RevisionCounter.Key key =
              new RevisionCounter.Key(row.tenantId(), row.projectId(), row.endpointId(), id);
          keys.add(key);
          out.add(
              new Route.Revision(
                  id, row.number(), row.weight(), counters.of(key), ofRevision, row.drift()));
        });
    return out;
  }

  /** The same object while the replica stays where it is, so that what is in flight stays known. */
  private ReplicaTarget target(RouteRow row) {
    ReplicaTarget known = targets.get(row.jobId());
    SocketAddress address = SocketAddress.domainSocketAddress(row.socket());
    return known != null && known.address().equals(address)
        ? known
        : new ReplicaTarget(row.tenantId(), row.jobId(), address);
  }

  @Override
  public synchronized void close() {
    if (following != null) {
      following.close();
    }
    loop.close();
  }
}
