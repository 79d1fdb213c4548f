package io.keelson.api.inbox;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.member.PersonReferences;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Whoever has another account keeps what they were told; what both were told of stays once. */
@ApplicationScoped
public class InboxPeople implements PersonReferences {
  @Override
  public void follow(Transaction tx, UUID before, UUID now) {
    tx.update(
        """
        DELETE FROM catalog.inbox_thread t
        WHERE t.tenant_id = $1 AND t.person_id = $2 AND EXISTS (
          SELECT 1 FROM catalog.inbox_thread o
          WHERE o.tenant_id = t.tenant_id AND o.person_id = $3 AND o.subject_kind = t.subject_kind
            AND o.subject_id = t.subject_id)
        """,
        tx.tenantId(),
        before,
        now);
    tx.update(
        "UPDATE catalog.inbox_thread SET person_id = $3 WHERE tenant_id = $1 AND person_id = $2",
        tx.tenantId(),
        before,
        now);
  }
}
