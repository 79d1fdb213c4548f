package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Rows that failed checks which block, kept as versions of a data set of their own: it is called as
 * the data set is, with {@code quarantine} behind it.
 */
@ApplicationScoped
class Quarantines {
  private static final int MAX_NAME_CHARACTERS = 200;
  private static final String SUFFIX = " quarantine";
  private final Datasets datasets;
  private final DerivedVersions versions;

  Quarantines(Datasets datasets, DerivedVersions versions) {
    this.datasets = datasets;
    this.versions = versions;
  }

  /** Does nothing where no row is kept. */
  void keepApart(Transaction tx, SuiteRuns.Running running, UUID versionId) {
    List<Row> tables =
        tx.list(
            row -> row,
            """
            SELECT name, failed_rows, kept_rows, digest, size_bytes
            FROM catalog.checked_table
            WHERE tenant_id = $1 AND validation_id = $2 AND digest IS NOT NULL
            ORDER BY name
            """,
            tx.tenantId(),
            running.id());
    if (tables.isEmpty()) {
      return;
    }
    List<Manifest.Entry> files = new ArrayList<>();
    long failed = 0;
    long kept = 0;
    for (Row table : tables) {
      files.add(
          new Manifest.Entry(
              path(table.getString("name"), files.size()),
              table.getString("digest"),
              table.getLong("size_bytes")));
      failed += table.getLong("failed_rows");
      kept += table.getLong("kept_rows");
    }
    UUID id = Ids.next();
    versions.begin(tx, Actor.PLATFORM, id, dataset(tx, running, versionId));
    versions.finish(tx, id, files);
    tx.update(
        """
        UPDATE catalog.validation
        SET quarantine_version_id = $3, quarantined_rows = $4, quarantine_cut = $5
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        running.id(),
        id,
        kept,
        kept < failed);
  }

  /** A table's name may be anything, and a pattern. */
  private static String path(String table, int number) {
    String name = table.substring(table.lastIndexOf('/') + 1).replaceAll("[^\\p{Alnum}._-]+", "_");
    String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    String file = (stem.isEmpty() ? "table" : stem) + ".parquet";
    return number == 0 ? file : number + "/" + file;
  }

  private UUID dataset(Transaction tx, SuiteRuns.Running running, UUID versionId) {
    Row own =
        tx.one(
                """
                SELECT d.id, d.name FROM catalog.dataset_version v
                JOIN catalog.dataset d ON d.tenant_id = v.tenant_id AND d.id = v.dataset_id
                WHERE v.tenant_id = $1 AND v.id = $2
                """,
                tx.tenantId(),
                versionId)
            .orElseThrow();
    String whole = own.getString("name");
    String name =
        whole.substring(0, Math.min(whole.length(), MAX_NAME_CHARACTERS - SUFFIX.length()))
            + SUFFIX;
    return tx.one(
            "SELECT id FROM catalog.dataset WHERE tenant_id = $1 AND project_id = $2 AND name = $3",
            tx.tenantId(),
            running.projectId(),
            name)
        .map(row -> row.getUUID("id"))
        .orElseGet(
            () ->
                datasets.insert(
                    tx,
                    Actor.PLATFORM,
                    Ids.next(),
                    running.projectId(),
                    name,
                    "Rows of " + whole + " that failed its checks."));
  }
}
