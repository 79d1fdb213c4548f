package io.keelson.api.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.RateLimited;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Whoever tries channels neither floods their receivers nor takes the room of alerts. */
class ChannelTestsIT extends ListenedChannels {
  private UUID channel(String name) {
    return webhook(name).id();
  }

  private Delivery read(Delivery delivery) {
    return parts.deliveries.get(fixture.engineer, delivery.id());
  }

  /** What was refused holds the lane until its transaction is rolled back. */
  private boolean attemptSoon(UUID channel) {
    for (int tries = 0; tries < 100; tries++) {
      if (parts.attempt(channel)) {
        return true;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return false;
  }

  @Test
  void aChannelHasOneTestUnderWay() {
    UUID channel = channel("hook");
    Delivery first = parts.deliveries.test(fixture.caller, channel);

    assertThatThrownBy(() -> parts.deliveries.test(fixture.caller, channel))
        .isInstanceOf(Conflict.class)
        .hasMessage("a test of the channel is under way");

    receiver.answers(500);
    assertThat(attemptSoon(channel)).isTrue();
    assertThat(read(first).status()).isEqualTo(DeliveryStatus.WAITING);
    Delivery second = parts.deliveries.test(fixture.caller, channel);
    assertThat(read(first).status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(read(first).lastError()).isEqualTo("the channel was tried again");

    receiver.answers(200);
    assertThat(parts.attempt(channel)).isTrue();
    assertThat(read(second).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void aTenantTriesSoManyChannelsAMinute() {
    UUID last = channel("last");
    AlertDeliveries deliveries = parts.deliveries;
    Delivery once = deliveries.test(fixture.caller, last);
    parts.attempt(last);
    fixture.clock.advance(Duration.ofSeconds(30));
    for (int i = 1; i < ChannelTests.MAX_PER_MINUTE_OF_TENANT; i++) {
      deliveries.test(fixture.caller, channel("next " + i));
    }

    assertThatThrownBy(() -> deliveries.test(fixture.caller, channel("late")))
        .isInstanceOfSatisfying(
            RateLimited.class, e -> assertThat(e.details()).containsEntry("retryAfter", 30L))
        .hasMessage("tests of channels: at most 10 a minute of an organisation");
    assertThatThrownBy(() -> deliveries.redeliver(fixture.caller, once.id(), read(once).version()))
        .isInstanceOf(RateLimited.class);

    fixture.clock.advance(Duration.ofSeconds(30));
    deliveries.redeliver(fixture.caller, once.id(), read(once).version());
    parts.attempt(last);
    assertThatThrownBy(() -> deliveries.test(fixture.caller, channel("later")))
        .as("what was delivered once more counts")
        .isInstanceOf(RateLimited.class);
  }

  @Test
  void testsTakeNoRoomOfAlerts() throws SQLException {
    UUID channel = channel("full");
    fixture.asOwner(
        """
        INSERT INTO catalog.alert_delivery
          (tenant_id, id, channel_id, project_id, type, title, body, data, occurred_at, status, due_at, created_at, reads)
        SELECT tenant_id, gen_random_uuid(), id, project_id, 'channel.test', 't', 'b', '{}', now(), 'WAITING', now(), now(),
          'ALERT_READ'
        FROM catalog.alert_channel, generate_series(1, 1000)
        """);

    assertThat(parts.message(channel).status()).isEqualTo(DeliveryStatus.WAITING);
  }
}
