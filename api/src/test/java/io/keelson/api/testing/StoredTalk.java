package io.keelson.api.testing;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.tenancy.database.Ids;
import java.util.UUID;

/** What people are told, as the platform writes it. */
public final class StoredTalk {
  private StoredTalk() {}

  /** A thread of this person about a run. */
  public static String thread(
      TestEndpoints endpoints, UUID tenantId, UUID projectId, UUID personId, UUID runId) {
    UUID id = Ids.next();
    endpoints.transact(
        tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.inbox_thread
                  (tenant_id, id, person_id, place, project_id, subject_kind, subject_id, reason, text, by_actor,
                   by_actor_kind, at)
                VALUES ($1, $2, $3, $2, $4, 'RUN', $5, 'REPLY', 'a secret answer', 'somebody', 'PLATFORM', now())
                """,
                tenantId,
                id,
                personId,
                projectId,
                runId));
    return GraphTypes.id(GraphTypes.INBOX_THREAD, id);
  }
}
