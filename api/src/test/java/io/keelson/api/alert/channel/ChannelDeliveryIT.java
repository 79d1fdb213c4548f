package io.keelson.api.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.api.alert.sending.Receiver;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** What is meant for a channel comes at least once, is tried by the schedule, and ends. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class ChannelDeliveryIT {
  private CatalogFixture fixture;
  private ChannelParts parts;
  private UUID projectId;
  private Receiver receiver;
  private int names;

  @BeforeAll
  void open() {
    fixture = new CatalogFixture();
    parts = new ChannelParts(fixture);
    projectId = fixture.project("alerts").id();
  }

  @AfterAll
  void close() {
    parts.close();
    fixture.close();
  }

  @BeforeEach
  void listen() {
    receiver = new Receiver();
  }

  @AfterEach
  void hangUp() {
    receiver.close();
  }

  private Channel webhook() {
    return parts.webhook(projectId, "hook " + ++names, receiver.url()).channel();
  }

  private Delivery test(Channel channel) {
    return parts.deliveries.test(fixture.caller, channel.id());
  }

  private Delivery read(Delivery delivery) {
    return parts.deliveries.get(fixture.engineer, delivery.id());
  }

  private Channel read(Channel channel) {
    return parts.channels.get(fixture.engineer, channel.id());
  }

  private List<String> ids() {
    return receiver.received().stream().map(call -> call.header("webhook-id")).toList();
  }

  @Test
  void aMessageComesOnceAndTheChannelSaysWhen() {
    Channel channel = webhook();
    Delivery delivery = test(channel);
    assertThat(delivery.status()).isEqualTo(DeliveryStatus.WAITING);

    assertThat(parts.attempt(channel.id())).isTrue();
    assertThat(parts.attempt(channel.id())).isFalse();

    assertThat(ids()).containsExactly("msg_" + delivery.id());
    assertThat(receiver.received().getFirst().path()).isEqualTo("/hook?key=secret");
    assertThat(read(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(read(delivery).attempts()).isEqualTo(1);
    assertThat(read(channel).lastDeliveredAt()).isEqualTo(fixture.now());
    assertThat(read(channel).lastError()).isNull();
  }

  @Test
  void afterTenAttemptsIn76HoursItIsGivenUpAndPeopleMayTryAgain() {
    Channel channel = webhook();
    Delivery delivery = test(channel);
    receiver.answers(500);
    var begun = fixture.clock.instant();
    List<Duration> delays = new ArrayList<>();
    while (read(delivery).status() == DeliveryStatus.WAITING) {
      assertThat(parts.attempt(channel.id())).isTrue();
      Delivery waiting = read(delivery);
      if (waiting.dueAt() != null) {
        Duration delay = Duration.between(fixture.now(), waiting.dueAt());
        fixture.clock.advance(delay.minusMillis(1));
        assertThat(parts.attempt(channel.id())).as("not before").isFalse();
        fixture.clock.advance(Duration.ofMillis(1));
        delays.add(delay);
      }
    }
    assertThat(delays).hasSize(9);
    assertThat(Duration.between(begun, fixture.clock.instant()))
        .isBetween(Duration.ofHours(75).plusMinutes(35), Duration.ofHours(83).plusMinutes(10));
    assertThat(ids()).hasSize(10).containsOnly("msg_" + delivery.id());
    Delivery given = read(delivery);
    assertThat(given.status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(given.lastStatus()).isEqualTo(500);
    assertThat(given.lastError()).isEqualTo("it answers 500");
    assertThat(read(channel).lastError()).isEqualTo("it answers 500");

    receiver.answers(200);
    assertThatThrownBy(() -> parts.deliveries.redeliver(fixture.caller, given.id(), 1))
        .isInstanceOf(Conflict.class);
    parts.deliveries.redeliver(fixture.caller, given.id(), given.version());
    assertThat(parts.attempt(channel.id())).isTrue();
    assertThat(read(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(ids()).hasSize(11).containsOnly("msg_" + delivery.id());
    assertThat(read(channel).lastError()).as("it works again").isNull();
  }

  @Test
  void aReceiverThatIsGoneSwitchesTheChannelOffUntilSomebodySwitchesItOn() {
    Channel channel = webhook();
    Delivery first = parts.message(channel.id());
    Delivery second = parts.message(channel.id());
    receiver.answers(410);
    assertThat(parts.attempt(channel.id())).isTrue();

    Channel off = read(channel);
    assertThat(off.status()).isEqualTo(ChannelStatus.DISABLED);
    assertThat(off.disabledReason()).contains("410");
    assertThat(List.of(read(first), read(second)))
        .extracting(Delivery::status)
        .containsOnly(DeliveryStatus.FAILED);
    assertThat(parts.attempt(channel.id())).isFalse();
    assertThat(receiver.received()).hasSize(1);
    assertThatThrownBy(() -> test(channel)).isInstanceOf(Conflict.class);
    assertThatThrownBy(
            () -> parts.deliveries.redeliver(fixture.caller, second.id(), read(second).version()))
        .isInstanceOf(Conflict.class);

    receiver.answers(200);
    parts.channels.update(
        fixture.caller,
        new Channels.ChannelUpdate(channel.id(), off.version(), null, null, null, true));
    parts.deliveries.redeliver(fixture.caller, second.id(), read(second).version());
    assertThat(parts.attempt(channel.id())).isTrue();
    assertThat(read(second).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void aBusyReceiverIsLeftAloneByAllThatIsMeantForIt() {
    Channel channel = webhook();
    parts.message(channel.id());
    parts.message(channel.id());
    receiver.answers(429);
    assertThat(parts.attempt(channel.id())).isTrue();
    assertThat(parts.attempt(channel.id())).isFalse();
    fixture.clock.advance(Duration.ofSeconds(6));
    assertThat(parts.attempt(channel.id())).isTrue();
  }

  @Test
  void whatAProcessLeftWhenItDiedIsTriedByAnotherWithTheSameId() {
    Channel channel = webhook();
    Delivery delivery = test(channel);
    Lanes.Lane lane = new Lanes.Lane(fixture.tenantId, channel.id());

    // One dies before it has sent, one after that; neither has written down what came of it.
    assertThat(parts.lanes.claim(lane)).isPresent();
    assertThat(parts.lanes.claim(lane)).as("it is another's").isEmpty();
    fixture.clock.advance(Lanes.LEASE.plusSeconds(1));
    Lanes.Attempt late = parts.lanes.claim(lane).orElseThrow();
    var outcome = parts.senders.send(late.target(), late.message());
    assertThat(read(delivery).status()).isEqualTo(DeliveryStatus.WAITING);
    fixture.clock.advance(Lanes.LEASE.plusSeconds(1));

    Lanes.Attempt last = parts.lanes.claim(lane).orElseThrow();
    parts.lanes.finish(late, outcome);
    assertThat(read(delivery).status())
        .as("the lane is not its any more")
        .isEqualTo(DeliveryStatus.WAITING);
    parts.lanes.finish(last, parts.senders.send(last.target(), last.message()));

    assertThat(read(delivery).status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(read(delivery).attempts()).isEqualTo(3);
    assertThat(ids()).hasSize(2).containsOnly("msg_" + delivery.id());
  }

  @Test
  void ofTwoProcessesOneDelivers() throws InterruptedException {
    Channel channel = webhook();
    for (int i = 0; i < 20; i++) {
      parts.message(channel.id());
    }
    List<Thread> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                    while (receiver.received().size() < 20 && System.nanoTime() < end) {
                      parts.attempt(channel.id());
                    }
                  }));
    }
    for (Thread process : processes) {
      process.join();
    }
    assertThat(ids()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void forADayBothSecretsSignAndThenTheNewOneAlone() {
    Channels.Created made = parts.webhook(projectId, "rotated", receiver.url());
    Channels.Created rotated = parts.channels.rotate(fixture.caller, made.channel().id(), 1);
    assertThat(rotated.secret()).isNotEqualTo(made.secret());
    assertThat(rotated.channel().previousUntil()).isEqualTo(fixture.now().plusDays(1));
    test(made.channel());
    parts.attempt(made.channel().id());
    fixture.clock.advance(Duration.ofDays(1));
    test(made.channel());
    parts.attempt(made.channel().id());

    assertThat(receiver.received())
        .extracting(call -> call.header("webhook-signature").split(" ").length)
        .containsExactly(2, 1);
    assertThatThrownBy(() -> parts.channels.rotate(fixture.caller, made.channel().id(), 1))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void addressesAndSecretsAreSealed() {
    Channels.Created made = parts.webhook(projectId, "sealed", receiver.url());
    assertThat(
            fixture.count(
                """
                SELECT count(*) FROM catalog.alert_channel
                WHERE position('key=secret'::bytea IN address) > 0 OR position('whsec'::bytea IN secret) > 0
                """))
        .isZero();
    assertThat(made.channel().host()).isEqualTo("localhost");
    assertThat(made.channel().toString()).doesNotContain("key=secret");
  }

  @Test
  void mailGoesToMembersAndOnlyWhileTheyMayReadAlerts() throws SQLException {
    UUID member = UUID.randomUUID();
    UUID person = UUID.randomUUID();
    fixture.asOwner(
        """
        INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at)
        SELECT '%1$s', 'mailed', 'Mailed', now()
        WHERE NOT EXISTS (SELECT 1 FROM tenancy.tenant WHERE tenant_id = '%1$s');
        INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
        VALUES ('%1$s', '%2$s', '%3$s', 'ada', 'Ada', 'ada@example.com', now());
        INSERT INTO tenancy.role_grant (tenant_id, id, member_id, role)
        VALUES ('%1$s', '%2$s', '%2$s', 'VIEWER')
        """
            .formatted(fixture.tenantId, member, person));
    Channel channel =
        parts
            .channels
            .create(
                fixture.caller,
                new Channels.NewChannel(
                    projectId, "ada", ChannelKind.EMAIL, null, List.of(member, member)))
            .channel();
    test(channel);
    parts.attempt(channel.id());
    assertThat(parts.mails).extracting(mail -> mail.to()).containsExactly("ada@example.com");

    fixture.asOwner("DELETE FROM tenancy.role_grant WHERE member_id = '%s'".formatted(member));
    await(Duration.ofMillis(1_100));
    Delivery withheld = test(channel);
    parts.attempt(channel.id());
    assertThat(parts.mails).hasSize(1);
    assertThat(read(withheld).lastError()).contains("none of its people");
    assertThatThrownBy(
            () ->
                parts.channels.create(
                    fixture.caller,
                    new Channels.NewChannel(
                        projectId, "nobody", ChannelKind.EMAIL, null, List.of(UUID.randomUUID()))))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                parts.channels.create(
                    fixture.caller,
                    new Channels.NewChannel(
                        projectId, "nobody", ChannelKind.EMAIL, null, List.of())))
        .isInstanceOf(Invalid.class);
  }

  /** Rights are known for a second of real time. */
  private static void await(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void onlyWhoMayInTheProjectSeesOrChangesAChannel() {
    Channel channel = webhook();
    Delivery delivery = test(channel);
    var viewer = fixture.guest("viewer", Role.VIEWER, projectId);
    var elsewhere = fixture.guest("guest", Role.ENGINEER, fixture.project("other").id());
    assertThat(parts.channels.get(viewer, channel.id()).name()).isEqualTo(channel.name());
    assertThatThrownBy(() -> parts.deliveries.test(CatalogFixture.caller(viewer), channel.id()))
        .isInstanceOf(Forbidden.class);
    for (var stranger : List.of(elsewhere, fixture.stranger)) {
      assertThatThrownBy(() -> parts.channels.get(stranger, channel.id()))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> parts.deliveries.get(stranger, delivery.id()))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(
              () -> parts.channels.delete(CatalogFixture.caller(stranger), channel.id(), 1))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(
              () ->
                  parts.channels.create(
                      CatalogFixture.caller(stranger),
                      new Channels.NewChannel(
                          projectId, "mine", ChannelKind.WEBHOOK, receiver.url(), null)))
          .isInstanceOf(NotFound.class);
    }
    assertThat(parts.channels.byProjectIds(elsewhere, List.of(projectId))).isEmpty();
  }

  @Test
  void aChannelThatIsDeletedTakesNothingAndItsNameIsFree() {
    Channel channel = webhook();
    Delivery waits = test(channel);
    parts.channels.delete(fixture.caller, channel.id(), channel.version());
    assertThat(parts.attempt(channel.id())).isFalse();
    assertThat(receiver.received()).isEmpty();
    assertThatThrownBy(() -> read(channel)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> read(waits)).isInstanceOf(NotFound.class);
    parts.webhook(projectId, channel.name(), receiver.url());
    assertThatThrownBy(() -> parts.webhook(projectId, channel.name(), receiver.url()))
        .isInstanceOf(Conflict.class);
  }
}
