package io.keelson.tenancy.invitation;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.RateLimited;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Holds invitations to so many mails a day, by UTC: they go to whichever addresses a tenant names,
 * in the platform's name.
 *
 * @param ofTenant how many a tenant sends
 * @param ofPerson how many a person has sent, or whoever acts by their keys, from all tenants
 * @param toAddress how many an address gets, from all tenants
 */
record DailyMails(int ofTenant, int ofPerson, int toAddress) {
  private static final int REMOVED_AT_ONCE = 10;

  /**
   * Counts one more; with the tenant's row locked by whoever changes its members.
   *
   * @param personId who has the mail sent; null for nobody
   * @param email in lower case
   * @throws RateLimited beyond the limits, until the next day
   */
  void take(Transaction tx, UUID personId, String email, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Duration left =
        Duration.between(now, today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    if (sentByTenant(tx, today) > ofTenant) {
      throw new RateLimited("mails of invitations: at most " + ofTenant + " a day", left);
    }
    // Always the address before the person: two transactions wait for each other in one order.
    if (counted(tx, mailbox(email), today) > toAddress) {
      throw new RateLimited(
          "mails of invitations to one address: at most " + toAddress + " a day", left);
    }
    if (personId != null && counted(tx, "person " + personId, today) > ofPerson) {
      throw new RateLimited(
          "mails of invitations of one person: at most " + ofPerson + " a day", left);
    }
    removeEarlier(tx, today);
  }

  private static int sentByTenant(Transaction tx, LocalDate today) {
    return tx.one(
            """
            UPDATE tenancy.tenant
            SET invited_on = greatest(invited_on, $2),
                invitation_mails = CASE WHEN invited_on >= $2 THEN invitation_mails + 1 ELSE 1 END
            WHERE tenant_id = $1
            RETURNING invitation_mails
            """,
            tx.tenantId(),
            today)
        .orElseThrow()
        .getInteger("invitation_mails");
  }

  /**
   * @param of an address, or a person, which is none
   */
  private static int counted(Transaction tx, String of, LocalDate today) {
    return tx.one(
            """
            INSERT INTO tenancy.invited_address AS a (address_hash, day, mails)
            VALUES ($1, $2, 1)
            ON CONFLICT (address_hash) DO UPDATE
            SET day = greatest(a.day, excluded.day),
                mails = CASE WHEN a.day >= excluded.day THEN a.mails + 1 ELSE 1 END
            RETURNING mails
            """,
            hash(of),
            today)
        .orElseThrow()
        .getInteger("mails");
  }

  /** More than come, so that none stays. What another transaction holds is left to it. */
  private static void removeEarlier(Transaction tx, LocalDate today) {
    tx.update(
        """
        DELETE FROM tenancy.invited_address
        WHERE address_hash IN (
          SELECT address_hash
          FROM tenancy.invited_address
          WHERE day < $1
          LIMIT $2
          FOR UPDATE SKIP LOCKED)
        """,
        today,
        REMOVED_AT_ONCE);
  }

  /** What follows a plus sign is for its owner to tell mails apart by. */
  private static String mailbox(String email) {
    int at = email.lastIndexOf('@');
    int plus = email.indexOf('+');
    return plus > 0 && plus < at ? email.substring(0, plus) + email.substring(at) : email;
  }

  private static Buffer hash(String of) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
