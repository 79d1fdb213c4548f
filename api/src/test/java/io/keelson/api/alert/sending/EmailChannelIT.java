package io.keelson.api.alert.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.mail.Mail;
import io.keelson.tenancy.mail.MailDelivery;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A mail server that is slow for one tenant's people. */
@Timeout(120)
class EmailChannelIT {
  private final CountDownLatch over = new CountDownLatch(1);
  private final Semaphore begun = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private CatalogFixture fixture;
  private EmailChannel channel;

  @BeforeEach
  void open() {
    fixture = new CatalogFixture();
    channel =
        new EmailChannel(
            fixture.database, new AccessDirectory(fixture.system, fixture.clock), slowMails());
  }

  @AfterEach
  void close() {
    over.countDown();
    threads.close();
    fixture.close();
  }

  private MailDelivery slowMails() {
    return new MailDelivery() {
      @Override
      public void send(Transaction tx, Mail mail) {
        begun.release();
        if (mail.to().startsWith("slow")) {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      }

      @Override
      public String url() {
        return "http://localhost";
      }
    };
  }

  private Target target(UUID tenantId, String to) throws SQLException {
    UUID member = Ids.next();
    fixture.asOwner(
        """
        INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at)
        VALUES ('%1$s', 'of-%1$s', 'Mailed', now());
        INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
        VALUES ('%1$s', '%2$s', '%2$s', '%3$s', 'Ada', '%3$s@example.com', now());
        INSERT INTO tenancy.role_grant (tenant_id, id, member_id, role)
        VALUES ('%1$s', '%2$s', '%2$s', '%4$s')
        """
            .formatted(tenantId, member, to, Role.VIEWER));
    return new Target(
        tenantId,
        Ids.next(),
        ChannelKind.EMAIL,
        null,
        List.of(),
        List.of(member),
        Permission.ALERT_READ);
  }

  private Message message() {
    return new Message(
        Ids.next(), "channel.test", fixture.now(), "Title", "Body", new JsonObject());
  }

  @Test
  void mailsOfOneTenantThatHangLeaveAPermitToOthers() throws Exception {
    Target slow = target(fixture.tenantId, "slow");
    Target fine = target(fixture.stranger.tenantId(), "fine");
    List<Future<Outcome>> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add(threads.submit(() -> channel.send(slow, message())));
    }
    assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

    Future<Outcome> other = threads.submit(() -> channel.send(fine, message()));

    assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo(new Outcome.Delivered(null));
    over.countDown();
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> one : sent) {
      outcomes.add(one.get(10, TimeUnit.SECONDS));
    }
    assertThat(outcomes)
        .as("whoever had no turn has not tried")
        .contains(new Outcome.Delivered(null), new Outcome.Postponed())
        .hasOnlyElementsOfTypes(Outcome.Delivered.class, Outcome.Postponed.class);
  }
}
