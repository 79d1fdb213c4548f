package io.keelson.api.catalog.model;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.member.PersonReferences;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Nobody approves under another account of theirs what they registered. */
@ApplicationScoped
public class AuthorAccounts implements PersonReferences {
  @Override
  public void follow(Transaction tx, UUID before, UUID now) {
    tx.update(
        """
        UPDATE catalog.model_version
        SET author_person_ids = author_person_ids || $3::uuid
        WHERE tenant_id = $1 AND (author_id = $2 OR $2 = ANY (author_person_ids))
        """,
        tx.tenantId(),
        before,
        now);
  }
}
