package io.keelson.api.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.alert.rule.AlertRoute;
import io.keelson.api.alert.rule.AlertRule;
import io.keelson.api.alert.rule.AlertRuleKind;
import io.keelson.api.alert.rule.AlertRules;
import io.keelson.api.alert.rule.AlertSeverity;
import io.keelson.api.alert.sending.ChannelKind;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Forbidden;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may not read what a rule is about does not learn it from what the rule says. */
@Timeout(120)
class DeliveryRightsIT {
  private static final Set<Permission> OF_ALERTS =
      Set.of(Permission.PROJECT_READ, Permission.ALERT_READ, Permission.ALERT_WRITE);
  private CatalogFixture fixture;
  private AlertingGround ground;
  private UUID projectId;

  @BeforeEach
  void open() {
    fixture = new CatalogFixture();
    ground = new AlertingGround(fixture);
    projectId = fixture.project("watched").id();
  }

  @AfterEach
  void close() {
    ground.close();
    fixture.close();
  }

  private void owner(String sql) {
    try {
      fixture.asOwner(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Principal holding(Set<Permission> everywhere, Set<Permission> inProject) {
    return new Principal(
        Principal.Kind.PERSON,
        Ids.next(),
        fixture.tenantId,
        "tenant",
        "somebody",
        everywhere,
        inProject.isEmpty() ? Map.of() : Map.of(projectId, inProject),
        null);
  }

  /** A rule about tasks, which takes JOB_READ, and one that fires. */
  private AlertRule firing(UUID channelId) {
    AlertRule rule =
        ground.rules.create(
            fixture.caller,
            new AlertRules.NewRule(
                projectId,
                "hidden",
                new AlertRule.Condition(
                    AlertRuleKind.JOB_FAILURE, null, 0, Duration.ofDays(1), Duration.ZERO),
                AlertSeverity.CRITICAL,
                AlertRoute.to(List.of(channelId))));
    owner(
        """
        INSERT INTO compute.job
          (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs, cpu_millis,
           memory_bytes, max_seconds, submitted_by, submitted_by_kind, submitted_at, ended_at)
        VALUES ('%s', '%s', '%s', 'job', 'TASK', 'FAILED', '{}', '{}', '{}', '[]', 1, 1, 1, 'me', 'PERSON', '%s', '%s')
        """
            .formatted(fixture.tenantId, Ids.next(), projectId, fixture.now(), fixture.now()));
    fixture.clock.advance(Duration.ofMinutes(1));
    ground.look();
    return rule;
  }

  private List<String> titles(Principal principal, UUID channelId) {
    return ground
        .parts()
        .deliveries
        .byChannelIds(principal, List.of(channelId))
        .getOrDefault(channelId, List.of())
        .stream()
        .map(Delivery::title)
        .toList();
  }

  @Test
  void deliveriesAreShownToWhoMayReadWhatTheyAreAbout() {
    UUID channelId = ground.channel(projectId, "ops");
    ground.parts().deliveries.test(fixture.caller, channelId);
    firing(channelId);
    UUID hidden =
        ground
            .parts()
            .deliveries
            .byChannelIds(fixture.engineer, List.of(channelId))
            .get(channelId)
            .getFirst()
            .id();
    Principal blind = holding(OF_ALERTS, Set.of());

    assertThat(titles(blind, channelId)).containsExactly("Keelson can reach this channel");
    assertThat(titles(holding(OF_ALERTS, Set.of(Permission.JOB_READ)), channelId)).hasSize(2);
    assertThat(titles(holding(Set.of(), OF_ALERTS), channelId)).hasSize(1);
    assertThat(titles(fixture.engineer, channelId)).hasSize(2);
    assertThatThrownBy(() -> ground.parts().deliveries.get(blind, hidden))
        .isInstanceOf(Forbidden.class);
    assertThatThrownBy(
            () -> ground.parts().deliveries.redeliver(CatalogFixture.caller(blind), hidden, 1))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void aChannelIsPointedElsewhereByWhoMayReadAllThatGoesThere() {
    UUID channelId = ground.channel(projectId, "ops");
    AlertRule rule = firing(channelId);
    Caller blind = CatalogFixture.caller(holding(OF_ALERTS, Set.of()));
    assertThatThrownBy(() -> point(blind, channelId))
        .as("a rule names it")
        .isInstanceOf(Forbidden.class);
    ground.rules.update(
        fixture.caller,
        new AlertRules.RuleUpdate(
            rule.id(),
            rule.version(),
            rule.name(),
            0,
            Duration.ofDays(1),
            Duration.ZERO,
            AlertSeverity.CRITICAL,
            AlertRoute.to(List.of())));
    assertThatThrownBy(() -> point(blind, channelId))
        .as("what a rule said waits for it")
        .isInstanceOf(Forbidden.class);
    owner("DELETE FROM catalog.alert_delivery");

    point(blind, channelId);
  }

  private void point(Caller caller, UUID channelId) {
    Channel channel = ground.parts().channels.get(fixture.engineer, channelId);
    ground
        .parts()
        .channels
        .update(
            caller,
            new Channels.ChannelUpdate(
                channelId, channel.version(), null, "http://localhost:2/", null, null));
  }

  @Test
  void mailGoesToWhoMayReadWhatItIsAbout() {
    UUID member = Ids.next();
    owner(
        """
        INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
        VALUES ('%1$s', '%2$s', '%2$s', 'ada', 'Ada', 'ada@example.com', now());
        INSERT INTO tenancy.custom_role (tenant_id, id, name, permissions, created_by, created_by_kind, created_at)
        VALUES ('%1$s', '%2$s', 'alerts alone', '{PROJECT_READ,ALERT_READ}', 'me', 'PERSON', now());
        INSERT INTO tenancy.role_grant (tenant_id, id, member_id, custom_role_id) VALUES ('%1$s', '%2$s', '%2$s', '%2$s')
        """
            .formatted(fixture.tenantId, member));
    UUID channelId =
        ground
            .parts()
            .channels
            .create(
                fixture.caller,
                new Channels.NewChannel(projectId, "ada", ChannelKind.EMAIL, null, List.of(member)))
            .channel()
            .id();
    ground.parts().deliveries.test(fixture.caller, channelId);
    assertThat(ground.parts().attempt(channelId)).isTrue();
    assertThat(ground.parts().mails).hasSize(1);

    firing(channelId);
    assertThat(ground.parts().attempt(channelId)).isTrue();
    assertThat(ground.parts().mails).as("no JOB_READ").hasSize(1);
  }
}
