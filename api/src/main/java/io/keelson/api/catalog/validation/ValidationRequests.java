package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.dataset.DatasetValidations;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.LiveSignals;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/**
 * Notes that a version is to be validated, for the first time or again; {@link ValidationLoop}
 * submits the job when its turn has come.
 */
@ApplicationScoped
public class ValidationRequests implements EventHandler {
  /** What wakes the validation loops of all processes: it is about no tenant. */
  static final UUID PLATFORM = new UUID(0, 0);

  static final String TOPIC = "catalog/validations";

  private final LiveSignals signals;

  public ValidationRequests(LiveSignals signals) {
    this.signals = signals;
  }

  @Override
  public String name() {
    return "profile-sealed-version";
  }

  @Override
  public Set<String> types() {
    return Set.of(DatasetVersions.SEALED_EVENT, DatasetValidations.RETRIED_EVENT);
  }

  @Override
  public String role() {
    return "broker";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    boolean again = event.type().equals(DatasetValidations.RETRIED_EVENT);
    tx.update(
        """
        INSERT INTO catalog.profile_task (tenant_id, dataset_version_id, due_at)
        VALUES ($1, $2, $3)
        ON CONFLICT (tenant_id, dataset_version_id) DO UPDATE
        SET due_at = excluded.due_at, failures = 0, attempts = profile_task.attempts + 1
        WHERE $4::boolean
        """,
        tx.tenantId(),
        event.subjectId(),
        event.createdAt(),
        again);
    if (again) {
      TableRows.awaitAgain(tx, event.subjectId());
    }
    tx.afterCommit(() -> signals.signal(PLATFORM, TOPIC));
  }
}
