package io.keelson.api.catalog.collection;

import io.keelson.api.activity.PlatformActs;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** What of collection goes by its age; batches go when they are sealed. */
@ApplicationScoped
public class CollectionRetention implements Retentions {
  /** An event that comes again within this time is known; one that comes later is a new one. */
  private static final Duration COLLECTED_KEYS_KEPT = Duration.ofDays(7);

  /** Collectors that were deleted, once all that they had taken is sealed. */
  private static final Duration DELETED_COLLECTORS_KEPT = Duration.ofDays(1);

  private final AuditLog log;

  public CollectionRetention(AuditLog log) {
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
        Retention.of("catalog.collected_key", COLLECTED_KEYS_KEPT, "t.seen_at"),
        Retention.of("catalog.collector", DELETED_COLLECTORS_KEPT, "t.deleted_at")
            .where(
                """
                NOT EXISTS (
                  SELECT 1
                  FROM catalog.collector_backlog b
                  WHERE b.tenant_id = t.tenant_id AND b.collector_id = t.id AND b.rows > 0)
                """));
  }
}
