package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.Reader;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The endpoints of tenants, their revisions and replicas, to read; {@link Rollouts} changes them.
 * Callers authorise before they call.
 */
@ApplicationScoped
public class Endpoints {
  public static final int MAX_PAGE = 100;
  private static final int MAX_IDS = 1_000;
  private static final int MAX_REVISIONS = 1_000;

  private final Reader reader;
  private final InstantSource clock;

  @Inject
  public Endpoints(TenantDatabase database, InstantSource clock) {
    this(database::read, clock);
  }

  private Endpoints(Reader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** The same, read through a transaction that is open: what a change of the tenant goes by. */
  public Endpoints in(Transaction tx) {
    return new Endpoints(Reader.within(tx), clock);
  }

  /**
   * @throws NotFound where there is no such endpoint in the tenant
   */
  public Endpoint get(UUID tenantId, UUID id) {
    return byIds(tenantId, List.of(id)).values().stream()
        .findFirst()
        .orElseThrow(() -> new NotFound("endpoint"));
  }

  /** The endpoint of this name, if there is one. */
  public Optional<Endpoint> byName(UUID tenantId, String name) {
    return first(
        read(
            EndpointRows::endpoint,
            tenantId,
            "SELECT "
                + EndpointRows.ENDPOINT
                + " FROM serving.endpoint WHERE tenant_id = $1 AND name = $2",
            tenantId,
            name));
  }

  /** Those of the ids that exist in the tenant; at most 1,000. */
  public Map<UUID, Endpoint> byIds(UUID tenantId, Collection<UUID> ids) {
    Map<UUID, Endpoint> out = new HashMap<>();
    for (Endpoint endpoint :
        read(
            EndpointRows::endpoint,
            tenantId,
            "SELECT "
                + EndpointRows.ENDPOINT
                + " FROM serving.endpoint WHERE tenant_id = $1 AND id = ANY ($2)",
            tenantId,
            bounded(ids))) {
      out.put(endpoint.id(), endpoint);
    }
    return out;
  }

  /**
   * A project's endpoints, newest first.
   *
   * @param limit 1 to 100
   * @param beforeId the last one of the page before, or null for the first page
   */
  public List<Endpoint> page(UUID tenantId, UUID projectId, int limit, UUID beforeId) {
    Input.range("first", limit, 1, MAX_PAGE + 1);
    return read(
        EndpointRows::endpoint,
        tenantId,
        "SELECT "
            + EndpointRows.ENDPOINT
            + """
             FROM serving.endpoint
            WHERE tenant_id = $1 AND project_id = $2 AND ($3::uuid IS NULL OR id < $3)
            ORDER BY id DESC
            LIMIT $4
            """,
        tenantId,
        projectId,
        beforeId,
        limit);
  }

  /**
   * @throws NotFound where there is no such revision in the tenant
   */
  public Revision revision(UUID tenantId, UUID id) {
    return revisionsByIds(tenantId, List.of(id)).values().stream()
        .findFirst()
        .orElseThrow(() -> new NotFound("revision"));
  }

  /** Those of the ids that exist in the tenant; at most 1,000. */
  public Map<UUID, Revision> revisionsByIds(UUID tenantId, Collection<UUID> ids) {
    Map<UUID, Revision> out = new HashMap<>();
    for (Revision revision :
        read(
            EndpointRows::revision,
            tenantId,
            "SELECT "
                + EndpointRows.REVISION
                + " FROM serving.revision WHERE tenant_id = $1 AND id = ANY ($2)",
            tenantId,
            bounded(ids))) {
      out.put(revision.id(), revision);
    }
    return out;
  }

  /** An endpoint's revisions, newest first; at most 1,000. */
  public List<Revision> revisions(UUID tenantId, UUID endpointId) {
    return revisionsOf(tenantId, List.of(endpointId)).getOrDefault(endpointId, List.of());
  }

  /** The revisions of several endpoints, by endpoint and newest first; at most 1,000 in all. */
  public Map<UUID, List<Revision>> revisionsOf(UUID tenantId, Collection<UUID> endpointIds) {
    return grouped(
        Revision::endpointId,
        read(
            EndpointRows::revision,
            tenantId,
            "SELECT "
                + EndpointRows.REVISION
                + """
                 FROM serving.revision
                WHERE tenant_id = $1 AND endpoint_id = ANY ($2)
                ORDER BY number DESC
                LIMIT $3
                """,
            tenantId,
            bounded(endpointIds),
            MAX_REVISIONS));
  }

  /**
   * The revisions that take traffic in the projects, those with the most of it first; at most 1,000
   * in all.
   */
  public List<Revision> liveRevisions(UUID tenantId, Collection<UUID> projectIds) {
    return read(
        EndpointRows::revision,
        tenantId,
        "SELECT "
            + EndpointRows.REVISION
            + """
             FROM serving.revision
            WHERE tenant_id = $1
              AND status = 'READY'
              AND weight > 0
              AND endpoint_id IN (
                SELECT id FROM serving.endpoint WHERE tenant_id = $1 AND project_id = ANY ($2)
              )
            ORDER BY weight DESC, id DESC
            LIMIT $3
            """,
        tenantId,
        bounded(projectIds),
        MAX_REVISIONS);
  }

  /** The replicas of a revision that have not ended, by slot. */
  public List<Replica> replicas(UUID tenantId, UUID revisionId) {
    return replicasOf(tenantId, List.of(revisionId)).getOrDefault(revisionId, List.of());
  }

  /** The replicas that have not ended, by revision and slot. */
  public Map<UUID, List<Replica>> replicasOf(UUID tenantId, Collection<UUID> revisionIds) {
    return grouped(
        Replica::revisionId,
        read(
            EndpointRows::replica,
            tenantId,
            """
            SELECT r.job_id, r.revision_id, r.slot, r.attempt, r.ready, r.reason, r.created_at, r.ready_at, r.ended_at,
              (SELECT coalesce(sum(l.in_flight), 0)::int
               FROM serving.replica_load l
               WHERE l.tenant_id = r.tenant_id AND l.job_id = r.job_id
                 AND l.reported_at > $3::timestamptz - interval '10 seconds') AS in_flight
            FROM serving.replica r
            WHERE r.tenant_id = $1 AND r.revision_id = ANY ($2) AND r.ended_at IS NULL
            ORDER BY r.slot, r.attempt
            """,
            tenantId,
            bounded(revisionIds),
            now()));
  }

  /**
   * What the revision controller holds of several endpoints, by endpoint; those without revisions
   * are left out.
   */
  public Map<UUID, Scaling> scalingOf(UUID tenantId, Collection<UUID> endpointIds) {
    Map<UUID, Scaling> out = new HashMap<>();
    grouped(
            Scaling.Held::endpointId,
            read(Scaling.Held::of, tenantId, Scaling.Held.SQL, tenantId, bounded(endpointIds)))
        .forEach((id, held) -> out.put(id, Scaling.of(held)));
    return out;
  }

  private <T> List<T> read(Function<Row, T> mapper, UUID tenantId, String sql, Object... params) {
    List<T> out = new ArrayList<>();
    reader.read(tenantId, sql, params).forEach(row -> out.add(mapper.apply(row)));
    return out;
  }

  private static <T> Optional<T> first(List<T> values) {
    return values.stream().findFirst();
  }

  private static <T> Map<UUID, List<T>> grouped(Function<T, UUID> key, List<T> values) {
    Map<UUID, List<T>> out = new HashMap<>();
    for (T value : values) {
      out.computeIfAbsent(key.apply(value), id -> new ArrayList<>()).add(value);
    }
    return out;
  }

  private static UUID[] bounded(Collection<UUID> ids) {
    return Input.size("ids", ids, 0, MAX_IDS).toArray(UUID[]::new);
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
