package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.tenancy.database.StoredText;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** How a version becomes final. */
final class Sealing {
  static final String EVENT = "DatasetVersionSealed";
  private final Outbox outbox;
  private final InstantSource clock;

  Sealing(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Gives it the digest of its files, and has it validated. */
  void seal(Transaction tx, DatasetVersion version, Manifest manifest) {
    end(tx, version, DatasetVersionStatus.SEALED, manifest, null);
    outbox.publish(
        tx,
        EVENT,
        version.id(),
        new JsonObject()
            .put("versionId", version.id().toString())
            .put("datasetId", version.datasetId().toString())
            .put("projectId", version.projectId().toString())
            .put("digest", manifest.digest()));
  }

  /** Nothing is in it, for that reason, which others may have written. */
  void reject(Transaction tx, DatasetVersion version, String reason) {
    end(tx, version, DatasetVersionStatus.REJECTED, Manifest.of(List.of()), StoredText.of(reason));
  }

  private void end(
      Transaction tx,
      DatasetVersion version,
      DatasetVersionStatus end,
      Manifest manifest,
      String rejection) {
    version.status().requireBecome(end);
    tx.updateOne(
        "data set version is not " + version.status(),
        """
        UPDATE catalog.dataset_version
        SET status = $4, digest = $5, size_bytes = $6, files = $7, sealed_at = $8, rejection = $9,
          version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = $3
        """,
        tx.tenantId(),
        version.id(),
        version.status().name(),
        end.name(),
        manifest.digest(),
        manifest.sizeBytes(),
        manifest.entries().size(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        rejection);
  }
}
