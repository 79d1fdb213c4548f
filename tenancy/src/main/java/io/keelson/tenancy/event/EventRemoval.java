package io.keelson.tenancy.event;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Events of a project: what handles them finds its rows, so that they are told before these go.
 * Nobody waits for a handler that has failed on one. They go by themselves, as others do.
 */
@ApplicationScoped
public class EventRemoval implements ProjectRemoval {
  @Override
  public Turn turn() {
    return Turn.RIGHTS;
  }

  @Override
  public List<Left> left(Transaction tx, UUID projectId) {
    return List.of(
        Left.counted(
            tx,
            projectId,
            "events that are not told yet",
            """
            SELECT count(*)
            FROM tenancy.delivery d
            JOIN tenancy.event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
            WHERE d.tenant_id = $1 AND d.attempts = 0 AND e.payload ->> 'projectId' = ($2::uuid)::text
            """));
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return 0;
  }
}
