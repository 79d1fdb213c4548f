package io.keelson.api.graphql.retraining;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import java.util.UUID;

/** Suites of a world's data sets, and what they say of versions. */
record RetrainingSuites(TestEndpoints endpoints, RetrainingWorld world) {
  /** The next of a data set, in force from then on. */
  String suite(String dataset) {
    var id = Ids.next();
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                """
                INSERT INTO catalog.expectation_suite
                  (tenant_id, id, project_id, dataset_id, number, digest, expectations, created_at, created_by, created_by_kind, created_by_id)
                SELECT $1, $2, $3, $4, count(*) + 1, $5, '[]', now(), 'me', 'PERSON', $2
                FROM catalog.expectation_suite
                WHERE tenant_id = $1 AND dataset_id = $4
                """,
                tx.tenantId(),
                id,
                world.projectId(),
                GlobalId.decode("d", GraphTypes.DATASET, dataset),
                RetrainingWorld.digest()));
    return GraphTypes.id(GraphTypes.EXPECTATION_SUITE, id);
  }

  void checkedBy(String version, String suite) {
    endpoints.transact(
        world.tenantId(),
        tx ->
            tx.update(
                """
                INSERT INTO catalog.validation
                  (tenant_id, id, project_id, dataset_version_id, suite_id, version_digest, suite_digest, status, started_at, ended_at)
                SELECT $1, $2, $3, v.id, s.id, v.digest, s.digest, 'PASSED', now(), now()
                FROM catalog.dataset_version v, catalog.expectation_suite s
                WHERE v.tenant_id = $1 AND v.id = $4 AND s.tenant_id = $1 AND s.id = $5
                """,
                tx.tenantId(),
                Ids.next(),
                world.projectId(),
                versionId(version),
                GlobalId.decode("s", GraphTypes.EXPECTATION_SUITE, suite)));
  }

  /** REJECTED before; its only failed check is let pass. */
  void waived(String version, String suite) {
    checkedBy(version, suite);
    endpoints.transact(
        world.tenantId(),
        tx -> {
          tx.update(
              "UPDATE catalog.validation SET status = 'FAILED' WHERE tenant_id = $1 AND dataset_version_id = $2",
              tx.tenantId(),
              versionId(version));
          tx.update(
              """
              INSERT INTO catalog.expectation_result (tenant_id, validation_id, number, position, severity, success)
              SELECT $1, id, 1, 0, 'BLOCK', false
              FROM catalog.validation WHERE tenant_id = $1 AND dataset_version_id = $2
              """,
              tx.tenantId(),
              versionId(version));
          return tx.update(
              """
              INSERT INTO catalog.waiver
                (tenant_id, id, project_id, dataset_version_id, validation_id, result_number, reason, ends_at, status,
                 asked_at, asked_by, asked_by_kind, asked_by_id)
              SELECT $1, id, project_id, dataset_version_id, id, 1, 'it is fine', now() + interval '1 day', 'GRANTED',
                now(), 'me', 'PERSON', id
              FROM catalog.validation WHERE tenant_id = $1 AND dataset_version_id = $2
              """,
              tx.tenantId(),
              versionId(version));
        });
  }

  private static UUID versionId(String version) {
    return GlobalId.decode("v", GraphTypes.DATASET_VERSION, version);
  }
}
