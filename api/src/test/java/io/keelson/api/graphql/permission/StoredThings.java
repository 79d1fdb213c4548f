package io.keelson.api.graphql.permission;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.StoredAlerts;
import io.keelson.api.testing.StoredChecks;
import io.keelson.api.testing.StoredRetraining;
import io.keelson.api.testing.StoredTalk;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.VersionFiles;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.object.TenantObjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Things that other parts of the platform write: uploads, jobs, gateways and relays. */
@ApplicationScoped
public class StoredThings {
  /** The first field of an ONNX file. */
  private static final byte[] ONNX = {0x08, 0x07};

  private final TestEndpoints endpoints;
  private final VersionFiles files;
  private final TenantObjects objects;
  private final Members members;

  StoredThings(
      TestEndpoints endpoints, VersionFiles files, TenantObjects objects, Members members) {
    this.endpoints = endpoints;
    this.files = files;
    this.objects = objects;
    this.members = members;
  }

  void file(UUID tenantId, String versionId) {
    files.add(tenantId, versionId, "a.csv");
  }

  /** A validation of a version by a suite, and a waiver of its failed check. */
  Map<String, Object> waiver(UUID tenantId, UUID projectId, String versionId, String suiteId) {
    return StoredChecks.waiver(endpoints, tenantId, projectId, versionId, suiteId);
  }

  String thread(UUID tenantId, UUID projectId, UUID runId) {
    return StoredTalk.thread(endpoints, tenantId, projectId, Ids.next(), runId);
  }

  String alert(UUID tenantId, String ruleId) {
    return StoredAlerts.firing(endpoints, tenantId, ruleId);
  }

  Map<String, Object> retraining(UUID tenantId, UUID projectId) {
    return StoredRetraining.waiting(endpoints, tenantId, projectId);
  }

  String preview(UUID tenantId, UUID projectId) {
    return StoredChecks.preview(endpoints, tenantId, projectId);
  }

  /** A model file of a run. */
  void artifact(UUID tenantId, UUID projectId, UUID runId) {
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.artifact (tenant_id, run_id, project_id, path, digest, size_bytes, added_at)
                VALUES ($1, $2, $3, 'model.onnx', $4, $5, now())
                """,
                tenantId,
                runId,
                projectId,
                objects.putBytes(tenantId, ONNX).digest(),
                (long) ONNX.length));
  }

  /** The first line of a job's log. */
  void logLine(UUID tenantId, UUID jobId) {
    byte[] line = "0 o began\n".getBytes(StandardCharsets.UTF_8);
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO compute.log_chunk (tenant_id, job_id, seq, attempt, from_line, to_line, out_offset_bytes,
                  err_offset_bytes, total_bytes, digest, created_at)
                VALUES ($1, $2, 1, 1, 1, 1, 0, 0, $3, $4, now())
                """,
                tenantId,
                jobId,
                (long) line.length,
                objects.putBytes(tenantId, line).digest()));
  }

  /** A model with one version of this status. */
  Map<String, Object> model(UUID tenantId, UUID projectId, UUID runId, String name, String status) {
    UUID id = Ids.next();
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.registered_model (tenant_id, id, project_id, name, last_number, created_by, created_at)
              VALUES ($1, $2, $3, $4, 1, 'test', now())
              """,
              tenantId,
              id,
              projectId,
              name);
          tx.update(
              """
              INSERT INTO catalog.model_version
                (tenant_id, id, project_id, model_id, number, status, format, digest, size_bytes, run_id, author,
                 created_at)
              VALUES ($1, $2, $3, $2, 1, $4, 'onnx', $5, 1, $6, 'test', now())
              """,
              tenantId,
              id,
              projectId,
              status,
              "sha256:" + "a".repeat(64),
              runId);
          return tx.update(
              """
              INSERT INTO catalog.model_file (tenant_id, model_version_id, project_id, path, digest, size_bytes, added_at)
              VALUES ($1, $2, $3, 'model.onnx', $4, 1, now())
              """,
              tenantId,
              id,
              projectId,
              "sha256:" + "a".repeat(64));
        });
    return Map.of(
        "model",
        GraphTypes.id(GraphTypes.MODEL, id),
        "modelVersion",
        GraphTypes.id(GraphTypes.MODEL_VERSION, id));
  }

  /**
   * An endpoint with two revisions that serve, the newer one as a canary, a rollout that is over,
   * and what it cost.
   */
  Map<String, Object> endpoint(UUID tenantId, UUID projectId, String name) {
    Rollouts.Deployed first = endpoints.serve(tenantId, projectId, name, null);
    Rollouts.Deployed canary = endpoints.serve(tenantId, projectId, name, 10);
    OffsetDateTime hourAgo = OffsetDateTime.now(ZoneOffset.UTC).minusHours(1);
    endpoints.bill(tenantId, projectId, canary.endpointId(), hourAgo);
    UUID rollout = endpoints.rolledBack(tenantId, projectId, first, canary);
    return Map.of(
        "endpoint",
        GraphTypes.id(GraphTypes.ENDPOINT, canary.endpointId()),
        "revision",
        GraphTypes.id(GraphTypes.REVISION, canary.revisionId()),
        "rollout",
        GraphTypes.id(GraphTypes.ROLLOUT, rollout));
  }

  /** An endpoint whose predictions wait for their labels. */
  String judged(UUID tenantId, UUID projectId, String name) {
    UUID endpoint = endpoints.serve(tenantId, projectId, name, null).endpointId();
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO serving.quality_rule (tenant_id, endpoint_id, output, measure, window_s, horizon_s)
                VALUES ($1, $2, 'y', 'ACCURACY', 3600, 3600)
                """,
                tenantId,
                endpoint));
    return GraphTypes.id(GraphTypes.ENDPOINT, endpoint);
  }

  /** Somebody who may do nothing yet. */
  String member(UUID tenantId, String name) {
    Person person = new Person(Ids.next(), name, name, name + "@people.example");
    return GraphTypes.id(
        GraphTypes.MEMBER, endpoints.transact(tenantId, tx -> members.add(tx, person, List.of())));
  }

  String deadLetter(UUID tenantId) {
    UUID event = Ids.next();
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO tenancy.event (tenant_id, id, type, subject_id, payload, created_at)
              VALUES ($1, $2, 'ThingHappened', $2, '{}', now())
              """,
              tenantId,
              event);
          return tx.update(
              """
              INSERT INTO tenancy.dead_letter (tenant_id, id, event_id, handler, attempts, failure, died_at)
              VALUES ($1, $2, $2, 'nobody', 20, 'on purpose', now())
              """,
              tenantId,
              event);
        });
    return GraphTypes.id(GraphTypes.DEAD_LETTER, event);
  }
}
