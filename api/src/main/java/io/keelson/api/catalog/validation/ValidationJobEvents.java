package io.keelson.api.catalog.validation;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.event.LiveSignals;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/**
 * Notes that the job of a version has ended. {@link ValidationLoop} reads what it has left: a store
 * that is away, or a file that is not what it should be, fails no handler.
 */
@ApplicationScoped
public class ValidationJobEvents implements EventHandler {
  private final LiveSignals signals;

  public ValidationJobEvents(LiveSignals signals) {
    this.signals = signals;
  }

  @Override
  public String name() {
    return "validation-follows-job";
  }

  @Override
  public Set<String> types() {
    return Set.of("JobFinished");
  }

  @Override
  public String role() {
    return "broker";
  }

  @Override
  public void handle(Transaction tx, Event event) {
    // A look at the job that has begun before may still have seen it run: it does not count.
    int ended =
        tx.update(
            """
            UPDATE catalog.profile_task
            SET due_at = $3, attempts = attempts + 1
            WHERE tenant_id = $1 AND job_id = $2
            """,
            tx.tenantId(),
            UUID.fromString(event.payload().getString("jobId")),
            event.createdAt());
    if (ended > 0) {
      tx.afterCommit(() -> signals.signal(ValidationRequests.PLATFORM, ValidationRequests.TOPIC));
    }
  }
}
