package io.keelson.api.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.api.alert.sending.Outcome;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.project.Projects;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.failure.Conflict;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes of one tenant beside those of others, and lanes that are held up for no reason. */
@Timeout(120)
class LaneFairnessIT extends ListenedChannels {
  private void owner(String sql) {
    try {
      fixture.asOwner(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** More channels like this one, with lanes that are as due as its own. */
  private void copies(Channel channel, int count) {
    owner(
        """
        INSERT INTO catalog.alert_channel
        SELECT (r).*
        FROM (
          SELECT jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'name', 'copy ' || n)) AS r
          FROM catalog.alert_channel c, generate_series(1, %1$d) AS n
          WHERE c.id = '%2$s') AS made;
        INSERT INTO catalog.alert_lane (tenant_id, channel_id, due_at)
        SELECT c.tenant_id, c.id, l.due_at
        FROM catalog.alert_channel c
        JOIN catalog.alert_lane l ON l.channel_id = '%2$s'
        WHERE c.name LIKE 'copy %%'
        """
            .formatted(count, channel.id()));
  }

  @Test
  void lanesOfOneTenantAreNotAllAheadOfAnothersOne() {
    Channel many = webhook("many");
    parts.deliveries.test(fixture.caller, many.id());
    copies(many, 600);
    fixture.clock.advance(Duration.ofSeconds(1));
    Caller other = CatalogFixture.caller(fixture.stranger);
    UUID otherProject =
        fixture.projects.create(other, new Projects.NewProject("other", "Other", null)).id();
    Channel one =
        parts
            .channels
            .create(
                other,
                new Channels.NewChannel(
                    otherProject, "one", ChannelKind.WEBHOOK, receiver.url(), null))
            .channel();
    parts.deliveries.test(other, one.id());

    assertThat(parts.lanes.due(Set.of()))
        .contains(new Lanes.Lane(fixture.stranger.tenantId(), one.id()));
  }

  @Test
  void lanesOfASuspendedTenantRest() {
    Channel channel = webhook("rests");
    parts.deliveries.test(fixture.caller, channel.id());
    String status = "UPDATE tenancy.tenant SET status = '%s' WHERE tenant_id = '%s'";
    owner(status.formatted("SUSPENDED", fixture.tenantId));
    assertThat(parts.lanes.due(Set.of())).isEmpty();

    owner(status.formatted("ACTIVE", fixture.tenantId));
    assertThat(parts.lanes.due(Set.of())).hasSize(1);
  }

  @Test
  void aChannelThatIsPointedElsewhereDoesNotWaitForWhatTheOldAddressAsked() {
    Channel channel = webhook("moves");
    parts.deliveries.test(fixture.caller, channel.id());
    receiver.answers(429, Map.of("Retry-After", "86400"), "");
    assertThat(parts.attempt(channel.id())).isTrue();
    receiver.answers(200);
    parts.channels.update(
        fixture.caller,
        new Channels.ChannelUpdate(
            channel.id(), channel.version(), null, receiver.url() + "&new", null, null));
    Delivery next = parts.deliveries.test(fixture.caller, channel.id());

    assertThat(parts.attempt(channel.id())).isTrue();
    assertThat(parts.deliveries.get(fixture.engineer, next.id()).status())
        .isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void anAddressThatCannotBeOpenedFailsTheAttempt() {
    Channel channel = webhook("sealed");
    Delivery delivery = parts.deliveries.test(fixture.caller, channel.id());
    owner("UPDATE catalog.alert_channel SET address = '\\x00' WHERE id = '" + channel.id() + "'");
    parts.attempt(channel.id());

    Delivery failed = parts.deliveries.get(fixture.engineer, delivery.id());
    assertThat(failed.attempts()).isEqualTo(1);
    assertThat(failed.lastError()).contains("cannot be opened");
    assertThat(failed.dueAt()).isAfter(fixture.now());
    fixture.clock.advance(Duration.ofSeconds(6));
    parts.attempt(channel.id());
    assertThat(parts.deliveries.get(fixture.engineer, delivery.id()).attempts()).isEqualTo(2);
  }

  @Test
  void whatHadNoTurnHasNotBeenTriedAndIsDueSoon() {
    Channel channel = webhook("no turn");
    Delivery delivery = parts.deliveries.test(fixture.caller, channel.id());
    Lanes.Attempt begun =
        parts.lanes.claim(new Lanes.Lane(fixture.tenantId, channel.id())).orElseThrow();
    parts.lanes.finish(begun, new Outcome.Postponed());

    Delivery waits = parts.deliveries.get(fixture.engineer, delivery.id());
    assertThat(waits.status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(waits.attempts()).isZero();
    assertThat(parts.attempt(channel.id())).isFalse();
    fixture.clock.advance(Duration.ofSeconds(1));
    assertThat(parts.attempt(channel.id())).isTrue();
    assertThat(parts.deliveries.get(fixture.engineer, delivery.id()).status())
        .isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void thoseWhoMakeChannelsAtOnceMakeNoMoreThanAProjectMayHave() throws InterruptedException {
    copies(webhook("first"), 97);
    List<Thread> makers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String name = "at once " + i;
      makers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      webhook(name);
                    } catch (Conflict full) {
                      // There is no room for it.
                    }
                  }));
    }
    for (Thread maker : makers) {
      maker.join();
    }

    assertThat(fixture.count("SELECT count(*) FROM catalog.alert_channel")).isEqualTo(100);
    assertThatThrownBy(() -> webhook("one more")).isInstanceOf(Conflict.class);
  }
}
