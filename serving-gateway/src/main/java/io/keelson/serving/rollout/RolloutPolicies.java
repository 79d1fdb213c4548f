package io.keelson.serving.rollout;

import io.keelson.serving.rollout.Rollout.Step;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rollout policies of endpoints. Callers authorise before they call. */
@ApplicationScoped
public class RolloutPolicies {
  private static final int MAX_IDS = 1_000;
  private static final String COLUMNS =
      """
      endpoint_id, weights, hold_s, min_requests, alpha, pause_limit_s, sticky_header, set_by, set_by_kind, set_by_id,
      set_at, version\
      """;

  private final TenantDatabase database;
  private final InstantSource clock;

  public RolloutPolicies(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Holds for rollouts that start from now on.
   *
   * @throws Conflict when it has another version, there is one, or none
   */
  public void set(Transaction tx, RolloutPolicy.Wanted wanted, Actor by) {
    String sql =
        wanted.expectedVersion() == null
            ? """
            INSERT INTO serving.rollout_policy
              (tenant_id, endpoint_id, weights, hold_s, min_requests, alpha, pause_limit_s, sticky_header, set_by,
               set_by_kind, set_by_id, set_at)
            SELECT $1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
            WHERE $3::int IS NULL
            ON CONFLICT (tenant_id, endpoint_id) DO NOTHING
            """
            : """
            UPDATE serving.rollout_policy
            SET weights = $4, hold_s = $5, min_requests = $6, alpha = $7, pause_limit_s = $8, sticky_header = $9,
              set_by = $10, set_by_kind = $11, set_by_id = $12, set_at = $13, version = version + 1
            WHERE tenant_id = $1 AND endpoint_id = $2 AND version = $3
            """;
    int changed =
        tx.update(
            sql,
            tx.tenantId(),
            wanted.endpointId(),
            wanted.expectedVersion(),
            RolloutRows.weights(wanted.steps()),
            RolloutRows.holds(wanted.steps()),
            wanted.minRequests(),
            wanted.alpha(),
            (int) wanted.pauseLimit().toSeconds(),
            wanted.stickyHeader(),
            by.label(),
            by.kind().name(),
            by.id(),
            OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    if (changed == 0) {
      throw new Conflict("the policy has changed since, or there is one, or none");
    }
  }

  /** Those of the endpoints that have one; at most 1,000. */
  public Map<UUID, RolloutPolicy> of(UUID tenantId, Collection<UUID> endpointIds) {
    Input.size("ids", endpointIds, 0, MAX_IDS);
    Map<UUID, RolloutPolicy> found = new HashMap<>();
    database
        .read(
            tenantId,
            "SELECT "
                + COLUMNS
                + " FROM serving.rollout_policy WHERE tenant_id = $1 AND endpoint_id = ANY ($2)",
            tenantId,
            endpointIds.toArray(UUID[]::new))
        .forEach(row -> found.put(row.getUUID("endpoint_id"), policy(row)));
    return found;
  }

  /**
   * The endpoint of this name, where a deployment takes over by the steps of its policy: it has
   * steps, and something serves there.
   */
  public Optional<UUID> rollingOut(Transaction tx, String endpointName) {
    return tx.one(
            """
            SELECT e.id
            FROM serving.endpoint e
            JOIN serving.rollout_policy p ON p.tenant_id = e.tenant_id AND p.endpoint_id = e.id
            WHERE e.tenant_id = $1 AND e.name = $2 AND cardinality(p.weights) > 0
              AND EXISTS (
                SELECT 1 FROM serving.revision r
                WHERE r.tenant_id = e.tenant_id AND r.endpoint_id = e.id AND r.status = 'READY' AND r.weight > 0)
            """,
            tx.tenantId(),
            endpointName)
        .map(row -> row.getUUID("id"));
  }

  static Optional<RolloutPolicy> of(Transaction tx, UUID endpointId) {
    return tx.one(
            "SELECT "
                + COLUMNS
                + " FROM serving.rollout_policy WHERE tenant_id = $1 AND endpoint_id = $2",
            tx.tenantId(),
            endpointId)
        .map(RolloutPolicies::policy);
  }

  private static RolloutPolicy policy(Row row) {
    List<Step> steps = RolloutRows.steps(row);
    return new RolloutPolicy(
        row.getUUID("endpoint_id"),
        steps,
        row.getLong("min_requests"),
        row.getDouble("alpha"),
        Duration.ofSeconds(row.getInteger("pause_limit_s")),
        row.getString("sticky_header"),
        Actor.of(row, "set_by"),
        row.getOffsetDateTime("set_at"),
        row.getInteger("version"));
  }
}
