package io.keelson.api.catalog.waiver;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.member.PersonReferences;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.UUID;

/** Nobody grants under another account of theirs what they asked for. */
@ApplicationScoped
public class WaiverAskers implements PersonReferences {
  @Override
  public void follow(Transaction tx, UUID before, UUID now) {
    tx.update(
        """
        UPDATE catalog.waiver
        SET asked_person_ids = asked_person_ids || $3::uuid
        WHERE tenant_id = $1 AND (asked_by_id = $2 OR $2 = ANY (asked_person_ids))
        """,
        tx.tenantId(),
        before,
        now);
  }

  /** Those who may not grant what the caller asks for, beside the caller. */
  static UUID[] partyIds(Principal principal) {
    return new UUID[] {principal.partyId()};
  }

  /** Whether the caller, or the party behind them, asked for it. */
  static boolean include(Row waiver, Principal principal) {
    UUID asker = waiver.getUUID("asked_by_id");
    return principal.id().equals(asker)
        || principal.partyId().equals(asker)
        || Arrays.asList(waiver.getArrayOfUUIDs("asked_person_ids")).contains(principal.partyId());
  }
}
