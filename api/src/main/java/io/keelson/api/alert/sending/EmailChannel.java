package io.keelson.api.alert.sending;

import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.AccessDirectory.PersonId;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.mail.Mail;
import io.keelson.tenancy.mail.MailDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * By e-mail to members of the tenant, as many of them as may read the project's alerts and what
 * this one is about now. After a failure all of them are mailed again.
 */
@ApplicationScoped
public class EmailChannel implements AlertChannel {
  private static final Duration TURN_PATIENCE = Duration.ofSeconds(20);
  private final TenantDatabase database;
  private final AccessDirectory directory;
  private final MailDelivery mails;
  private final MailTurns turns = new MailTurns(TURN_PATIENCE);

  public EmailChannel(TenantDatabase database, AccessDirectory directory, MailDelivery mails) {
    this.database = database;
    this.directory = directory;
    this.mails = mails;
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.EMAIL;
  }

  private record Member(PersonId personId, String email) {}

  @Override
  public Outcome send(Target target, Message message) {
    if (!turns.tryTake(target.tenantId())) {
      return new Outcome.Postponed();
    }
    try {
      List<String> addresses = addresses(target);
      if (addresses.isEmpty()) {
        return new Outcome.Failed(
            null,
            "none of its people may read the project's alerts and what this one is about",
            null,
            false);
      }
      database.transact(
          target.tenantId(),
          tx -> {
            for (String address : addresses) {
              mails.send(tx, new Mail(address, message.title(), message.body()));
            }
            return null;
          });
      return new Outcome.Delivered(null);
    } catch (RuntimeException e) {
      return new Outcome.Failed(null, "the mail did not leave: " + e.getMessage(), null, false);
    } finally {
      turns.release(target.tenantId());
    }
  }

  private List<String> addresses(Target target) {
    List<Member> members =
        database.transact(
            target.tenantId(),
            tx ->
                tx.list(
                    row ->
                        new Member(
                            new PersonId(target.tenantId(), row.getUUID("person_id")),
                            row.getString("email")),
                    """
                    SELECT person_id, email
                    FROM tenancy.member
                    WHERE tenant_id = $1 AND id = ANY ($2)
                    ORDER BY id
                    """,
                    tx.tenantId(),
                    target.memberIds().toArray(UUID[]::new)));
    Map<PersonId, Principal> rights =
        directory.byPersonIds(members.stream().map(Member::personId).toList());
    return members.stream()
        .filter(
            member ->
                rights.containsKey(member.personId())
                    && mayRead(rights.get(member.personId()), target))
        .map(Member::email)
        .toList();
  }

  private static boolean mayRead(Principal principal, Target target) {
    return principal.may(Permission.ALERT_READ, target.projectId())
        && principal.may(target.reads(), target.projectId());
  }
}
