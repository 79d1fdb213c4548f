package io.keelson.api.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.alert.channel.AlertingGround;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Invalid;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** What rules saw lately. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class AlertRuleHistoryIT {
  private CatalogFixture fixture;
  private AlertingGround ground;
  private UUID projectId;
  private int names;

  @BeforeAll
  void open() {
    fixture = new CatalogFixture();
    ground = new AlertingGround(fixture);
  }

  @BeforeEach
  void makeProject() {
    projectId = fixture.project("watched-" + ++names).id();
  }

  @AfterAll
  void close() {
    ground.close();
    fixture.close();
  }

  private AlertRule failures(String name, Duration window) {
    return ground.rules.create(
        fixture.caller,
        new AlertRules.NewRule(
            projectId,
            name,
            new AlertRule.Condition(AlertRuleKind.JOB_FAILURE, null, 0, window, Duration.ZERO),
            AlertSeverity.WARNING,
            AlertRoute.to(List.of())));
  }

  private void failed(Duration ago) throws SQLException {
    failed(1, ago);
  }

  private void failed(int jobs, Duration ago) throws SQLException {
    OffsetDateTime at = fixture.now().minus(ago);
    fixture.asOwner(
        """
        INSERT INTO compute.job
          (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs, cpu_millis,
           memory_bytes, max_seconds, submitted_by, submitted_by_kind, submitted_at, ended_at)
        SELECT '%1$s', gen_random_uuid(), '%2$s', 'job', 'TASK', 'FAILED', '{}', '{}', '{}', '[]', 1, 1, 1, 'me', 'PERSON',
          '%3$s', '%3$s'
        FROM generate_series(1, %4$d)
        """
            .formatted(fixture.tenantId, projectId, at, jobs));
  }

  private List<Double> values(Principal principal, AlertRule rule) {
    return ground
        .history
        .latest(principal, List.of(rule.id()))
        .getOrDefault(rule.id(), List.of())
        .stream()
        .map(AlertRulePreview.Point::highest)
        .toList();
  }

  @Test
  void eachOfTheLastWindowsHasAValueOfItsOwn() throws SQLException {
    AlertRule rule = failures("jobs", Duration.ofMinutes(5));
    failed(Duration.ofMinutes(7));
    failed(Duration.ofMinutes(1));
    failed(Duration.ofMinutes(1));
    failed(Duration.ofMinutes(5 * 24 + 1));

    List<Double> values = values(fixture.engineer, rule);

    assertThat(values).hasSize(24).startsWith(0.0).endsWith(1.0, 2.0);
    assertThat(values).as("nothing else").filteredOn(value -> value > 0).hasSize(2);
  }

  @Test
  void whatFailedInOneWindowTakesNothingFromTheNext() throws SQLException {
    AlertRule rule = failures("jobs", Duration.ofMinutes(5));
    failed(10_050, Duration.ofMinutes(5 * 24 - 2));
    failed(2, Duration.ofMinutes(1));

    assertThat(values(fixture.engineer, rule)).startsWith(10_000.0, 0.0).endsWith(0.0, 2.0);
  }

  @Test
  void whatThereWasNothingToJudgeByIsNull() {
    AlertRule rule =
        ground.rules.create(
            fixture.caller,
            new AlertRules.NewRule(
                projectId,
                "budget",
                new AlertRule.Condition(
                    AlertRuleKind.BUDGET, null, 0.8, Duration.ofHours(1), Duration.ZERO),
                AlertSeverity.WARNING,
                AlertRoute.to(List.of())));

    assertThat(values(fixture.engineer, rule))
        .isEqualTo(Collections.nCopies(AlertRuleHistory.WINDOWS, null));
  }

  @Test
  void whoMayNotReadWhatARuleIsAboutIsToldNothingOfIt() {
    AlertRule rule = failures("jobs", Duration.ofMinutes(5));
    var blind =
        new Principal(
            Principal.Kind.PERSON,
            Ids.next(),
            fixture.tenantId,
            "tenant",
            "blind",
            Set.of(Permission.PROJECT_READ, Permission.ALERT_READ),
            Map.of(),
            null);
    var elsewhere = fixture.guest("guest", Role.ENGINEER, fixture.project("apart").id());

    assertThat(ground.history.latest(blind, List.of(rule.id()))).isEmpty();
    assertThat(ground.history.latest(elsewhere, List.of(rule.id()))).isEmpty();
    assertThat(ground.history.latest(fixture.stranger, List.of(rule.id()))).isEmpty();
  }

  @Test
  void noMoreRulesThanAProjectHasAreLookedBackOnAtOnce() {
    List<UUID> many = Collections.nCopies(AlertRuleHistory.MAX_RULES + 1, Ids.next());

    assertThatThrownBy(() -> ground.history.latest(fixture.engineer, many))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("at most 100 rules");
  }
}
