package io.keelson.api.catalog.collection;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;

/** What of collection goes by its age; batches go when they are sealed. */
@ApplicationScoped
public class CollectionRetention implements Retentions {
  private final CollectionRetentionConfig config;

  public CollectionRetention(CollectionRetentionConfig config) {
    this.config = config;
  }

  @Override
  public int removeOver(Transaction tx, OffsetDateTime now, int limit) {
    return KeptFor.removeOver(tx, now, limit);
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
