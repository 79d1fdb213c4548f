package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.LiveSignals;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/**
 * Notes that a sealed version wants its profile; {@link ProfileLoop} does the work, which takes too
 * long for a handler.
 */
@ApplicationScoped
public class ProfileRequests implements EventHandler {
  /** What wakes the profile loops of all processes: it is about no tenant. */
  static final UUID PLATFORM = new UUID(0, 0);

  static final String TOPIC = "catalog/profiles";

  private final LiveSignals signals;

  public ProfileRequests(LiveSignals signals) {
    this.signals = signals;
  }

  @Override
  public String name() {
    return "profile-sealed-version";
  }

  @Override
  public Set<String> types() {
    return Set.of(DatasetVersions.SEALED_EVENT);
  }

  @Override
  public String role() {
    return "broker";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    tx.update(
        """
        INSERT INTO catalog.profile_task (tenant_id, dataset_version_id, due_at)
        VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING
        """,
        tx.tenantId(),
        event.subjectId(),
        event.createdAt());
    tx.afterCommit(() -> signals.signal(PLATFORM, TOPIC));
  }
}
