package io.keelson.tenancy.invitation;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.event.EventHandler;
import io.keelson.tenancy.mail.Mail;
import io.keelson.tenancy.mail.MailDelivery;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/**
 * Sends the mail of an invitation. Its token is made here, and kept as a hash in the transaction
 * that marks the event handled: nobody ever stores it. A mail that could not be sent is tried again
 * with another token; one that was sent before its transaction was lost carries a token that is
 * worth nothing, and is followed by another.
 */
@ApplicationScoped
public class InvitationMail implements EventHandler {
  /** Tells nothing that a tenant or its people chose: many readers show it alone. */
  static final String SUBJECT = "You are invited to an organisation on Keelson";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");
  private final InvitationRows rows;
  private final MailDelivery delivery;

  InvitationMail(InvitationRows rows, MailDelivery delivery) {
    this.rows = rows;
    this.delivery = delivery;
  }

  @Override
  public String name() {
    return "invitation-mail";
  }

  @Override
  public Set<String> types() {
    return Set.of(Invitations.INVITED);
  }

  @Override
  public String role() {
    return "api";
  }

  /** An invitation that was revoked, resent or accepted meanwhile needs no mail. */
  @Override
  public void handle(Transaction tx, Event event) {
    InvitationToken token = InvitationToken.generate();
    rows.renewToken(tx, event.subjectId(), event.payload().getInteger("version"), token)
        .ifPresent(invitation -> delivery.send(tx, mail(invitation, token)));
  }

  private Mail mail(Row invitation, InvitationToken token) {
    return mail(
        invitation.getString("email"),
        invitation.getString("name"),
        invitation.getString("created_by"),
        token,
        invitation.getOffsetDateTime("expires_at"));
  }

  /**
   * @param tenant how it named itself
   * @param giver as records keep them
   */
  Mail mail(
      String email, String tenant, String giver, InvitationToken token, OffsetDateTime expiresAt) {
    return new Mail(
        email,
        SUBJECT,
        """
        "%s" invites you to join the organisation "%s".

        To accept, sign in with the address %s and open

        %s/invitation#%s

        The link works once, until %s. If you do not know what this is about, do nothing.
        """
            .formatted(
                ShownName.of(giver),
                ShownName.of(tenant),
                email,
                delivery.url(),
                token.value(),
                expiresAt.withOffsetSameInstant(ZoneOffset.UTC).format(TIME)));
  }
}
