package io.keelson.api.testing;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import java.util.Map;
import java.util.UUID;

/** What a job that validates would have left behind. */
public final class StoredChecks {
  private StoredChecks() {}

  /** A preview that is over. */
  public static String preview(TestEndpoints endpoints, UUID tenantId, UUID projectId) {
    UUID id = Ids.next();
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.transform_preview
                  (tenant_id, id, project_id, input_project_ids, job_id, status, columns, rows, created_at)
                VALUES ($1, $2, $3, ARRAY[$3::uuid], $2, 'READY', '[{"name":"secret","type":"VARCHAR"}]', '[["secret"]]', now())
                """,
                tenantId,
                id,
                projectId));
    return GraphTypes.id(GraphTypes.TRANSFORM_PREVIEW, id);
  }

  /** A validation of a version by a suite, with one failed check, and a waiver that waits. */
  public static Map<String, Object> waiver(
      TestEndpoints endpoints, UUID tenantId, UUID projectId, String versionId, String suiteId) {
    String validation = failed(endpoints, tenantId, projectId, versionId, suiteId);
    UUID waiver = Ids.next();
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.waiver
                  (tenant_id, id, project_id, dataset_version_id, validation_id, result_number, reason, ends_at, status,
                   asked_at, asked_by, asked_by_kind, asked_by_id)
                VALUES ($1, $2, $3, $4, $5, 1, 'it is known', now() + interval '1 day', 'ASKED', now(), 'test', $6, $2)
                """,
                tenantId,
                waiver,
                projectId,
                GlobalId.decode("id", GraphTypes.DATASET_VERSION, versionId),
                GlobalId.decode("id", GraphTypes.VALIDATION, validation),
                Principal.Kind.PERSON.name()));
    return Map.of("validation", validation, "waiver", GraphTypes.id(GraphTypes.WAIVER, waiver));
  }

  /**
   * A validation of a version by a suite, in which the first check failed.
   *
   * @return its id
   */
  public static String failed(
      TestEndpoints endpoints, UUID tenantId, UUID projectId, String versionId, String suiteId) {
    UUID validation = Ids.next();
    endpoints.transact(
        tenantId,
        tx -> {
          tx.update(
              """
              INSERT INTO catalog.validation
                (tenant_id, id, project_id, dataset_version_id, suite_id, version_digest, suite_digest, job_id, status,
                 failed, started_at, ended_at)
              VALUES ($1, $2, $3, $4, $5, $6, $6, $2, 'FAILED', 1, now(), now())
              """,
              tenantId,
              validation,
              projectId,
              GlobalId.decode("id", GraphTypes.DATASET_VERSION, versionId),
              GlobalId.decode("id", GraphTypes.EXPECTATION_SUITE, suiteId),
              "sha256:" + "a".repeat(64));
          return tx.update(
              """
              INSERT INTO catalog.expectation_result (tenant_id, validation_id, number, position, severity, success)
              VALUES ($1, $2, 1, 0, 'BLOCK', false)
              """,
              tenantId,
              validation);
        });
    return GraphTypes.id(GraphTypes.VALIDATION, validation);
  }
}
