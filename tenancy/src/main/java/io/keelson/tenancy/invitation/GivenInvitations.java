package io.keelson.tenancy.invitation;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.member.PersonReferences;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Invitations stay their giver's word under another account of theirs. */
@ApplicationScoped
class GivenInvitations implements PersonReferences {
  @Override
  public void follow(Transaction tx, UUID before, UUID now) {
    tx.update(
        "UPDATE tenancy.invitation SET giver_person_id = $3 WHERE tenant_id = $1 AND"
            + " giver_person_id = $2",
        tx.tenantId(),
        before,
        now);
  }
}
