package io.keelson.api.comment;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.member.PersonReferences;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Whoever has another account keeps what they have said. */
@ApplicationScoped
public class CommentAuthors implements PersonReferences {
  @Override
  public void follow(Transaction tx, UUID before, UUID now) {
    tx.update(
        "UPDATE catalog.comment SET author_person_id = $3 WHERE tenant_id = $1 AND author_person_id = $2",
        tx.tenantId(),
        before,
        now);
  }
}
