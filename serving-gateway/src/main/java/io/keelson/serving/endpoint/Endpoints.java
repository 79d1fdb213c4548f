package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.event.LiveSignals;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
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
 * The endpoints of tenants: what is wanted is written here, the revision controller makes it so.
 * Callers authorise before they call.
 */
@ApplicationScoped
public class Endpoints {
  public static final int MAX_PAGE = 100;
  private static final int MAX_IDS = 1_000;
  private static final int MAX_REVISIONS = 1_000;

  private final TenantDatabase database;
  private final ServingSignals signals;
  private final InstantSource clock;

  /** What a deployment made: the endpoint, new or not, and the revision. */
  public record Deployed(UUID endpointId, UUID revisionId) {}

  @Inject
  public Endpoints(TenantDatabase database, LiveSignals signals, InstantSource clock) {
    this.database = database;
    this.signals = new ServingSignals(signals);
    this.clock = clock;
  }

  /**
   * Wants a new revision; the first one of a name makes the endpoint. It takes over the traffic
   * when it is READY, and the older ones drain then.
   *
   * @param revisionId the new revision's id, chosen by the caller
   * @throws Invalid naming the field that is out of bounds
   * @throws Conflict when the name belongs to an endpoint of another project
   */
  public Deployed deploy(Transaction tx, UUID revisionId, DeploySpec spec) {
    spec.check();
    OffsetDateTime now = now();
    UUID endpointId = endpointOf(tx, spec, now);
    int number =
        tx.one(
                """
                UPDATE serving.endpoint
                SET last_number = last_number + 1, version = version + 1
                WHERE tenant_id = $1 AND id = $2
                RETURNING last_number
                """,
                tx.tenantId(),
                endpointId)
            .orElseThrow()
            .getInteger("last_number");
    insertRevision(tx, revisionId, endpointId, number, spec, now);
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> signals.intentChanged(tenantId, endpointId));
    return new Deployed(endpointId, revisionId);
  }

  private UUID endpointOf(Transaction tx, DeploySpec spec, OffsetDateTime now) {
    Optional<Row> existing =
        tx.one(
            "SELECT id, project_id FROM serving.endpoint WHERE tenant_id = $1 AND name = $2 FOR NO KEY UPDATE",
            tx.tenantId(),
            spec.endpointName());
    if (existing.isPresent()) {
      if (!spec.projectId().equals(existing.get().getUUID("project_id"))) {
        throw nameTaken(spec);
      }
      return existing.get().getUUID("id");
    }
    UUID id = Ids.next();
    try {
      tx.update(
          """
          INSERT INTO serving.endpoint (tenant_id, id, project_id, name, created_by, created_at)
          VALUES ($1, $2, $3, $4, $5, $6)
          """,
          tx.tenantId(),
          id,
          spec.projectId(),
          spec.endpointName(),
          spec.submittedBy(),
          now);
    } catch (UniqueViolation e) {
      throw nameTaken(spec);
    }
    return id;
  }

  private static Conflict nameTaken(DeploySpec spec) {
    return new Conflict(
        "input.endpointName: \"" + spec.endpointName() + "\" is taken in this tenant");
  }

  private static void insertRevision(
      Transaction tx, UUID id, UUID endpointId, int number, DeploySpec spec, OffsetDateTime now) {
    tx.update(
        """
        INSERT INTO serving.revision
          (tenant_id, id, endpoint_id, number, status, model_version_id, model_label, model_files, signature, backend,
           weight, min_replicas, max_replicas, cpus, memory_bytes, submitted_by, traceparent,
           created_at, status_since, next_check_at)
        VALUES ($1, $2, $3, $4, 'PENDING', $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, $15, $16, $16, $16)
        """,
        tx.tenantId(),
        id,
        endpointId,
        number,
        spec.modelVersionId(),
        spec.modelLabel(),
        EndpointRows.json(spec.modelFiles()),
        spec.signature(),
        spec.backend().name(),
        spec.minReplicas(),
        spec.maxReplicas(),
        spec.resources().cpus(),
        spec.resources().memoryBytes(),
        spec.submittedBy(),
        spec.traceparent(),
        now);
  }

  /**
   * Ends all revisions of an endpoint: those that serve finish what they have first. The endpoint
   * and its history stay, and its name can be deployed to again.
   *
   * @throws NotFound where there is no such endpoint
   * @throws Conflict when the endpoint has another version
   */
  public void stop(Transaction tx, UUID endpointId, int expectedVersion) {
    int found =
        tx.one(
                "SELECT version FROM serving.endpoint WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
                tx.tenantId(),
                endpointId)
            .orElseThrow(() -> new NotFound("endpoint"))
            .getInteger("version");
    if (found != expectedVersion) {
      throw new Conflict(
          "expectedVersion: " + expectedVersion + " (the endpoint has version " + found + ")");
    }
    tx.update(
        "UPDATE serving.endpoint SET version = version + 1 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        endpointId);
    for (Revision revision : lockedRevisions(tx, endpointId)) {
      RevisionChanges.end(tx, revision, now());
    }
    UUID tenantId = tx.tenantId();
    tx.afterCommit(
        () -> {
          signals.routesChanged(tenantId, endpointId);
          signals.intentChanged(tenantId, endpointId);
        });
  }

  private static List<Revision> lockedRevisions(Transaction tx, UUID endpointId) {
    return tx.list(
        EndpointRows::revision,
        "SELECT "
            + EndpointRows.REVISION
            + """
             FROM serving.revision
            WHERE tenant_id = $1 AND endpoint_id = $2 AND status IN ('PENDING', 'LOADING', 'READY')
            ORDER BY id
            FOR NO KEY UPDATE
            """,
        tx.tenantId(),
        endpointId);
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

  private <T> List<T> read(Function<Row, T> mapper, UUID tenantId, String sql, Object... params) {
    List<T> out = new ArrayList<>();
    database.read(tenantId, sql, params).forEach(row -> out.add(mapper.apply(row)));
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
