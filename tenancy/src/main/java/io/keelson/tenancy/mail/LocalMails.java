package io.keelson.tenancy.mail;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * The mails of an installation without a mail server. Each is read by the owner of its address
 * alone, and goes some days later.
 */
@ApplicationScoped
public class LocalMails {
  private static final int MAX_MAILS = 20;
  private final SystemDatabase system;
  private final InstantSource clock;

  public LocalMails(SystemDatabase system, InstantSource clock) {
    this.system = system;
    this.clock = clock;
  }

  /** Keeps the mail in the given transaction. */
  public void keep(Transaction tx, Mail mail) {
    tx.update(
        """
        INSERT INTO tenancy.local_mail (tenant_id, id, recipient, subject, body, sent_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        tx.tenantId(),
        Ids.next(),
        mail.to().toLowerCase(Locale.ROOT),
        mail.subject(),
        mail.body(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /**
   * The newest to this address, from whichever tenant; at most 20.
   *
   * @param email that the identity provider has verified for whoever reads them
   */
  public List<LocalMail> to(String email) {
    return system.transact(
        SystemUse.LOCAL_MAIL,
        tx ->
            tx.list(
                row ->
                    new LocalMail(
                        row.getUUID("id"),
                        row.getString("recipient"),
                        row.getString("subject"),
                        row.getString("body"),
                        row.getOffsetDateTime("sent_at")),
                """
                SELECT id, recipient, subject, body, sent_at
                FROM tenancy.local_mail
                WHERE recipient = $1
                ORDER BY sent_at DESC, id DESC
                LIMIT $2
                """,
                email.toLowerCase(Locale.ROOT),
                MAX_MAILS));
  }
}
