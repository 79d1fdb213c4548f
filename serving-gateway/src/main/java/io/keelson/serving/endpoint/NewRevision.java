package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** The rows that a deployment makes. */
final class NewRevision {
  private static final String EXPECTED_VERSION = "input.expectedVersion";

  private NewRevision() {}

  /**
   * The id of the endpoint of this name, which is made if it is not there; locked.
   *
   * @param expectedVersion null for one that is not there
   * @throws Invalid when it is expected to be there, and is not, or the other way round
   * @throws Conflict when the name belongs to an endpoint of another project, or its version is
   *     another
   */
  static UUID endpointOf(
      Transaction tx, DeploySpec spec, Integer expectedVersion, OffsetDateTime now) {
    Optional<Row> existing =
        tx.one(
            """
            SELECT id, project_id, version
            FROM serving.endpoint
            WHERE tenant_id = $1 AND name = $2
            FOR NO KEY UPDATE
            """,
            tx.tenantId(),
            spec.endpointName());
    if (existing.isPresent()) {
      requireExpected(existing.get(), spec, expectedVersion);
      return existing.get().getUUID("id");
    }
    if (expectedVersion != null) {
      throw new Invalid(
          EXPECTED_VERSION, expectedVersion, "none: there is no endpoint of this name yet");
    }
    return newEndpoint(tx, spec, now);
  }

  /** It takes traffic from what is there: whoever deploys says what they have seen. */
  private static void requireExpected(Row endpoint, DeploySpec spec, Integer expectedVersion) {
    if (!spec.projectId().equals(endpoint.getUUID("project_id"))) {
      throw nameTaken(spec);
    }
    if (expectedVersion == null) {
      throw new Invalid(EXPECTED_VERSION, null, "the version of the endpoint, which is there");
    }
    int found = endpoint.getInteger("version");
    if (found != expectedVersion) {
      throw Rollouts.hasAnother(expectedVersion, found);
    }
  }

  private static UUID newEndpoint(Transaction tx, DeploySpec spec, OffsetDateTime now) {
    UUID id = Ids.next();
    try {
      tx.update(
          """
          INSERT INTO serving.endpoint (tenant_id, id, project_id, name, created_by, created_by_kind,
            created_by_id, created_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          """,
          tx.tenantId(),
          id,
          spec.projectId(),
          spec.endpointName(),
          spec.submittedBy().label(),
          spec.submittedBy().kind().name(),
          spec.submittedBy().id(),
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

  /** Writes the intent; the endpoint's version rises. */
  static void insert(
      Transaction tx, UUID id, UUID endpointId, DeploySpec spec, OffsetDateTime now) {
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
    tx.update(
        """
        INSERT INTO serving.revision
          (tenant_id, id, endpoint_id, number, status, model_version_id, model_label, model_files, signature, backend,
           weight, requested_weight, min_replicas, max_replicas, cpus, memory_bytes, submitted_by, submitted_by_kind,
           submitted_by_id, traceparent, created_at, status_since, next_check_at)
        VALUES ($1, $2, $3, $4, 'PENDING', $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19, $19)
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
        spec.requestedWeight(),
        spec.minReplicas(),
        spec.maxReplicas(),
        spec.resources().cpus(),
        spec.resources().memoryBytes(),
        spec.submittedBy().label(),
        spec.submittedBy().kind().name(),
        spec.submittedBy().id(),
        spec.traceparent(),
        now);
  }
}
