package io.keelson.api.catalog.model;

import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.util.List;

/** What the platform can tell about a version when people decide on it. Nothing here decides. */
final class Checks {
  private Checks() {}

  static List<Approval.Check> of(Transaction tx, ModelVersion version) {
    return List.of(signature(version), objects(tx, version), data(tx, version));
  }

  private static Approval.Check signature(ModelVersion version) {
    boolean present = version.signature() != null && !version.signature().isEmpty();
    return new Approval.Check(
        "signature", present, present ? "signature.json is there" : "no signature.json");
  }

  private static Approval.Check objects(Transaction tx, ModelVersion version) {
    Row row =
        tx.one(
                """
                SELECT count(*) AS files, count(o.digest) AS stored
                FROM catalog.model_file f
                LEFT JOIN tenancy.object o ON o.tenant_id = f.tenant_id AND o.digest = f.digest
                WHERE f.tenant_id = $1 AND f.model_version_id = $2
                """,
                tx.tenantId(),
                version.id())
            .orElseThrow();
    long files = row.getLong("files");
    long stored = row.getLong("stored");
    return new Approval.Check(
        "files", files == stored, stored + " of " + files + " files are stored");
  }

  private static Approval.Check data(Transaction tx, ModelVersion version) {
    Row row =
        tx.one(
                """
                SELECT count(*) AS versions, count(*) FILTER (WHERE v.status = 'VALIDATED') AS validated
                FROM catalog.run_dataset d
                JOIN catalog.dataset_version v ON v.tenant_id = d.tenant_id AND v.id = d.dataset_version_id
                WHERE d.tenant_id = $1 AND d.run_id = $2
                """,
                tx.tenantId(),
                version.runId())
            .orElseThrow();
    long versions = row.getLong("versions");
    long validated = row.getLong("validated");
    return new Approval.Check(
        "data",
        versions > 0 && versions == validated,
        versions == 0
            ? "the run names no data set version"
            : validated + " of " + versions + " data set versions are VALIDATED");
  }
}
