package io.keelson.serving.rollout;

import io.keelson.tenancy.database.Reader;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Rollouts, to read. Callers authorise before they call. */
@ApplicationScoped
public class RolloutReads {
  private static final int MAX_IDS = 1_000;
  private static final int MAX_PAGE = 101;
  private final Reader reader;

  @Inject
  public RolloutReads(TenantDatabase database) {
    this((Reader) database::read);
  }

  private RolloutReads(Reader reader) {
    this.reader = reader;
  }

  /** The same, read through a transaction that is open: what a change of the tenant goes by. */
  public RolloutReads in(Transaction tx) {
    return new RolloutReads(Reader.within(tx));
  }

  /**
   * @throws NotFound where there is no such rollout in the tenant
   */
  public Rollout get(UUID tenantId, UUID id) {
    return byIds(tenantId, List.of(id)).values().stream()
        .findFirst()
        .orElseThrow(() -> new NotFound(RolloutRows.WHAT));
  }

  /** Those of the ids that exist in the tenant; at most 1,000. */
  public Map<UUID, Rollout> byIds(UUID tenantId, Collection<UUID> ids) {
    Map<UUID, Rollout> found = new HashMap<>();
    read(
            RolloutRows::rollout,
            tenantId,
            "SELECT "
                + RolloutRows.COLUMNS
                + " FROM serving.rollout WHERE tenant_id = $1 AND id = ANY ($2)",
            tenantId,
            bounded(ids))
        .forEach(rollout -> found.put(rollout.id(), rollout));
    return found;
  }

  /** The one that is under way at each of the endpoints, by endpoint; at most 1,000. */
  public Map<UUID, Rollout> underWay(UUID tenantId, Collection<UUID> endpointIds) {
    Map<UUID, Rollout> found = new HashMap<>();
    read(
            RolloutRows::rollout,
            tenantId,
            "SELECT "
                + RolloutRows.COLUMNS
                + " FROM serving.rollout WHERE tenant_id = $1 AND endpoint_id = ANY ($2) AND"
                + " ended_at IS NULL",
            tenantId,
            bounded(endpointIds))
        .forEach(rollout -> found.put(rollout.endpointId(), rollout));
    return found;
  }

  /**
   * An endpoint's rollouts, newest first.
   *
   * @param limit 1 to 101: a page, and one more to see whether another follows
   * @param beforeId the last one of the page before, or null for the first page
   */
  public List<Rollout> page(UUID tenantId, UUID endpointId, int limit, UUID beforeId) {
    Input.range("first", limit, 1, MAX_PAGE);
    return read(
        RolloutRows::rollout,
        tenantId,
        "SELECT "
            + RolloutRows.COLUMNS
            + """
             FROM serving.rollout
            WHERE tenant_id = $1 AND endpoint_id = $2 AND ($3::uuid IS NULL OR id < $3)
            ORDER BY id DESC
            LIMIT $4
            """,
        tenantId,
        endpointId,
        beforeId,
        limit);
  }

  /** What the steps of each have counted so far, by rollout and step; at most 1,000 rollouts. */
  public Map<UUID, Map<Integer, StepCounts>> counts(UUID tenantId, Collection<UUID> ids) {
    Map<UUID, Map<Integer, StepCounts>> found = new HashMap<>();
    reader
        .read(tenantId, CountRows.COUNTS, tenantId, bounded(ids))
        .forEach(
            row ->
                found
                    .computeIfAbsent(row.getUUID("rollout_id"), id -> new HashMap<>())
                    .put(row.getInteger("step"), CountRows.counts(row)));
    return found;
  }

  /**
   * What a rollout was judged by, newest first.
   *
   * @param limit 1 to 101
   * @param before the number of the last one of the page before, or null for the first page
   */
  public List<Evidence> evidence(UUID tenantId, UUID rolloutId, int limit, Integer before) {
    Input.range("first", limit, 1, MAX_PAGE);
    return read(
        EvidenceRows::evidence,
        tenantId,
        "SELECT "
            + EvidenceRows.COLUMNS
            + """
             FROM serving.rollout_evidence
            WHERE tenant_id = $1 AND rollout_id = $2 AND ($3::int IS NULL OR number < $3)
            ORDER BY number DESC
            LIMIT $4
            """,
        tenantId,
        rolloutId,
        before,
        limit);
  }

  private <T> List<T> read(Function<Row, T> mapper, UUID tenantId, String sql, Object... params) {
    List<T> out = new ArrayList<>();
    reader.read(tenantId, sql, params).forEach(row -> out.add(mapper.apply(row)));
    return out;
  }

  private static UUID[] bounded(Collection<UUID> ids) {
    return Input.size("ids", ids, 0, MAX_IDS).toArray(UUID[]::new);
  }
}
