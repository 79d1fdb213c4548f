package io.keelson.api.catalog.collection;

import io.keelson.api.activity.PlatformActs;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** What of collection goes by its age; batches go when they are sealed. */
@ApplicationScoped
public class CollectionRetention implements Retentions {
  private final CollectionRetentionConfig config;
  private final AuditLog log;

  public CollectionRetention(CollectionRetentionConfig config, AuditLog log) {
    this.config = config;
    this.log = log;
  }

  @Override
  public int removeOver(Transaction tx, OffsetDateTime now, int limit) {
    List<KeptFor.Removed> removed = KeptFor.removeOver(tx, now, limit);
    removed.forEach(
        version ->
            PlatformActs.record(
                log,
                tx,
                "versionFilesRemoved",
                SubjectKind.DATASET_VERSION,
                version.id(),
                version.projectId(),
                Map.of()));
    return removed.size();
  }

  @Override
  public List<Retention> retentions() {
    return List.of(
        Retention.of(
            "catalog.collected_key",
            "keelson.retention.collected-keys",
            config.collectedKeys(),
            "t.seen_at"),
        Retention.of(
                "catalog.collector",
                "keelson.retention.deleted-collectors",
                config.deletedCollectors(),
                "t.deleted_at")
            .where(
                """
                NOT EXISTS (
                  SELECT 1
                  FROM catalog.collector_backlog b
                  WHERE b.tenant_id = t.tenant_id AND b.collector_id = t.id AND b.rows > 0)
                """));
  }
}
