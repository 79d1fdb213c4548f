package io.keelson.api.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.alert.channel.AlertingGround;
import io.keelson.api.catalog.CatalogFixture;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Rules are looked at once a minute, and people are told of what fires. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class AlertRulesIT {
  private CatalogFixture fixture;
  private AlertingGround ground;
  private UUID projectId;
  private int names;

  @BeforeAll
  void open() {
    fixture = new CatalogFixture();
    ground = new AlertingGround(fixture);
    projectId = fixture.project("watched").id();
  }

  @AfterAll
  void close() {
    ground.close();
    fixture.close();
  }

  private AlertRule rule(
      AlertRuleKind kind, UUID endpointId, double threshold, Duration lasting, UUID... channels) {
    return ground.rules.create(
        fixture.caller,
        new AlertRules.NewRule(
            projectId,
            "rule " + ++names,
            new AlertRule.Condition(kind, endpointId, threshold, Duration.ofMinutes(5), lasting),
            AlertSeverity.CRITICAL,
            AlertRoute.to(List.of(channels))));
  }

  private UUID endpoint() {
    return endpoint(projectId);
  }

  private UUID endpoint(UUID projectId) {
    UUID id = Ids.next();
    owner(
        """
        INSERT INTO serving.endpoint (tenant_id, id, project_id, name, created_at, created_by, created_by_kind)
        VALUES ('%s', '%s', '%s', 'watched-%s', now(), 'me', 'PERSON')
        """
            .formatted(fixture.tenantId, id, projectId, id));
    return id;
  }

  private void owner(String sql) {
    try {
      fixture.asOwner(sql);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Requests in the last minute that counts at the next look. */
  private void traffic(UUID endpointId, int requests, int errors) {
    OffsetDateTime minute = fixture.now().truncatedTo(ChronoUnit.MINUTES).minusMinutes(2);
    owner(
        """
        INSERT INTO serving.traffic
          (tenant_id, endpoint_id, minute, revision_id, instance_id, requests, errors, latency_sum_us, latency_counts)
        VALUES ('%s', '%s', '%s', '%s', '%s', %d, %d, 1000, '{0,0,0,0,0,0,0,0,0,0,%d}')
        """
            .formatted(
                fixture.tenantId,
                endpointId,
                minute,
                Ids.next(),
                Ids.next(),
                requests,
                errors,
                requests));
  }

  private void minute() {
    fixture.clock.advance(Duration.ofMinutes(1));
    ground.look();
  }

  private List<Alert> alerts(AlertRule rule) {
    return ground
        .alerts
        .byRuleIds(fixture.engineer, List.of(rule.id()))
        .getOrDefault(rule.id(), List.of());
  }

  private Alert alert(AlertRule rule) {
    assertThat(alerts(rule)).hasSize(1);
    return alerts(rule).getFirst();
  }

  private AlertStatus status(AlertRule rule) {
    return ground
        .alerts
        .statuses(fixture.engineer, List.of(rule.id()))
        .getOrDefault(rule.id(), AlertStatus.OK);
  }

  private List<AlertStatus> changes(Alert alert) {
    return ground.alerts.changes(fixture.engineer, List.of(alert.id())).get(alert.id()).stream()
        .map(Alert.Change::status)
        .toList();
  }

  private void ended(String status) {
    owner(
        """
        INSERT INTO compute.job
          (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs, cpu_millis,
           memory_bytes, max_seconds, submitted_by, submitted_by_kind, submitted_at, ended_at)
        VALUES ('%s', '%s', '%s', 'job', 'TASK', '%s', '{}', '{}', '{}', '[]', 1, 1, 1, 'me', 'PERSON', '%s', '%s')
        """
            .formatted(
                fixture.tenantId, Ids.next(), projectId, status, fixture.now(), fixture.now()));
  }

  @Test
  void errorsThatLastFireAreToldAndAreOver() {
    UUID endpoint = endpoint();
    UUID channel = ground.channel(projectId, "ops " + ++names);
    AlertRule rule =
        rule(AlertRuleKind.ENDPOINT_ERRORS, endpoint, 0.1, Duration.ofMinutes(2), channel);
    minute();
    assertThat(status(rule)).as("nobody asked").isEqualTo(AlertStatus.NO_DATA);
    for (int i = 0; i < 4; i++) {
      traffic(endpoint, 100, 50);
      minute();
    }
    Alert firing = alert(rule);
    assertThat(firing.status()).isEqualTo(AlertStatus.FIRING);
    assertThat(firing.value()).isBetween(0.4, 0.6);
    assertThat(firing.firedAt()).isNotNull();
    assertThat(changes(firing)).containsExactly(AlertStatus.PENDING, AlertStatus.FIRING);
    assertThat(ground.titles(channel)).containsExactly("FIRING: " + rule.name());

    for (int i = 0; i < 6; i++) {
      traffic(endpoint, 10_000, 0);
      minute();
    }
    assertThat(alert(rule).status()).isEqualTo(AlertStatus.RESOLVED);
    assertThat(alert(rule).endedAt()).isNotNull();
    assertThat(ground.titles(channel))
        .containsExactlyInAnyOrder("FIRING: " + rule.name(), "RESOLVED: " + rule.name());
  }

  @Test
  void minutesInWhichNobodyAsksAreNoAlerts() {
    UUID endpoint = endpoint();
    AlertRule rule = rule(AlertRuleKind.ENDPOINT_ERRORS, endpoint, 0.1, Duration.ZERO);
    for (int i = 0; i < 3; i++) {
      traffic(endpoint, 100, 0);
      minute();
      assertThat(status(rule)).isEqualTo(AlertStatus.OK);
      fixture.clock.advance(Duration.ofMinutes(10));
      minute();
      assertThat(status(rule)).isEqualTo(AlertStatus.NO_DATA);
    }
    assertThat(alerts(rule)).isEmpty();

    traffic(endpoint, 100, 50);
    minute();
    assertThat(alert(rule).status()).isEqualTo(AlertStatus.FIRING);
    fixture.clock.advance(Duration.ofMinutes(10));
    minute();
    assertThat(alert(rule).status())
        .as("of what fired it is not known whether it is over")
        .isEqualTo(AlertStatus.NO_DATA);
    traffic(endpoint, 100, 0);
    minute();
    assertThat(alert(rule).status()).isEqualTo(AlertStatus.RESOLVED);
  }

  @Test
  void alertsThatTheCallerMayNotReadHideNoneThatHeMay() {
    UUID project = fixture.project("mixed").id();
    UUID tasks = ruleOf(project, AlertRuleKind.JOB_FAILURE, null);
    UUID endpoint = ruleOf(project, AlertRuleKind.ENDPOINT_ERRORS, endpoint(project));
    over(endpoint, project, 1);
    over(tasks, project, Alerts.MAX_SHOWN + 20);
    var blind =
        new Principal(
            Principal.Kind.PERSON,
            Ids.next(),
            fixture.tenantId,
            "tenant",
            "blind",
            Set.of(Permission.PROJECT_READ, Permission.ALERT_READ),
            java.util.Map.of(project, Set.of(Permission.ENDPOINT_READ)),
            null);

    assertThat(ground.alerts.byProjectIds(blind, List.of(project)).get(project))
        .extracting(Alert::ruleId)
        .containsExactly(endpoint);
    assertThat(ground.alerts.byProjectIds(fixture.engineer, List.of(project)).get(project))
        .hasSize(Alerts.MAX_SHOWN);
  }

  private UUID ruleOf(UUID project, AlertRuleKind kind, UUID endpointId) {
    return ground
        .rules
        .create(
            fixture.caller,
            new AlertRules.NewRule(
                project,
                "rule " + ++names,
                new AlertRule.Condition(
                    kind, endpointId, 1, Duration.ofMinutes(5), Duration.ofDays(1)),
                AlertSeverity.WARNING,
                AlertRoute.to(List.of())))
        .id();
  }

  private void over(UUID ruleId, UUID project, int count) {
    for (int i = 0; i < count; i++) {
      owner(
          """
          INSERT INTO catalog.alert (tenant_id, id, rule_id, project_id, status, since, started_at, fired_at, ended_at)
          VALUES ('%s', '%s', '%s', '%s', 'RESOLVED', now(), now(), now(), now())
          """
              .formatted(fixture.tenantId, Ids.next(), ruleId, project));
    }
  }

  @Test
  void ofManyProcessesOneWritesWhatALookBrought() throws InterruptedException {
    UUID channel = ground.channel(projectId, "once " + ++names);
    AlertRule rule = rule(AlertRuleKind.JOB_FAILURE, null, 0, Duration.ZERO, channel);
    ended("FAILED");
    fixture.clock.advance(Duration.ofMinutes(1));
    List<Thread> processes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      processes.add(Thread.ofVirtual().start(ground::look));
    }
    for (Thread process : processes) {
      process.join();
    }
    assertThat(alert(rule).status()).isEqualTo(AlertStatus.FIRING);
    assertThat(ground.titles(channel)).hasSize(1);
    ground.look();
    assertThat(changes(alert(rule))).containsExactly(AlertStatus.FIRING);

    fixture.clock.advance(Duration.ofMinutes(10));
    ground.look();
    assertThat(alert(rule).status()).isEqualTo(AlertStatus.RESOLVED);
    ended("TIMED_OUT");
    minute();
    assertThat(alerts(rule))
        .extracting(Alert::status)
        .containsExactly(AlertStatus.FIRING, AlertStatus.RESOLVED);
  }

  @Test
  void whileARuleIsSilencedNobodyIsToldAndWhoeverFiresAtItsEndIsTold() {
    UUID channel = ground.channel(projectId, "quiet " + ++names);
    AlertRule rule = rule(AlertRuleKind.JOB_FAILURE, null, 0, Duration.ZERO, channel);
    assertThatThrownBy(() -> silence(rule, fixture.now().plusDays(31), "long"))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> silence(rule, fixture.now().plusDays(1), " "))
        .isInstanceOf(Invalid.class);
    AlertRule silenced = silence(rule, fixture.now().plusMinutes(3), "cameras are exchanged");
    assertThat(silenced.silencedBy().label()).isEqualTo("engineer");
    ended("FAILED");
    minute();
    assertThat(alert(rule).status()).isEqualTo(AlertStatus.FIRING);
    assertThat(ground.titles(channel)).isEmpty();
    minute();
    minute();
    minute();
    assertThat(ground.titles(channel)).containsExactly("FIRING: " + rule.name());
  }

  private AlertRule silence(AlertRule rule, OffsetDateTime until, String reason) {
    return ground.rules.silence(
        fixture.caller, new AlertRules.Silence(rule.id(), rule.version(), until, reason));
  }

  @Test
  void somebodyTakesAnAlertInHandOnce() {
    AlertRule rule = rule(AlertRuleKind.JOB_FAILURE, null, 0, Duration.ZERO);
    ended("FAILED");
    minute();
    Alert alert = alert(rule);
    Alert taken = ground.alerts.acknowledge(fixture.caller, alert.id(), alert.version());
    assertThat(taken.acknowledgedBy().label()).isEqualTo("engineer");
    assertThatThrownBy(() -> ground.alerts.acknowledge(fixture.caller, alert.id(), alert.version()))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> ground.alerts.acknowledge(fixture.caller, alert.id(), taken.version()))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void aPreviewSaysHowOftenARuleWouldHaveFired() {
    UUID endpoint = endpoint();
    traffic(endpoint, 100, 50);
    fixture.clock.advance(Duration.ofHours(1));
    traffic(endpoint, 100, 1);
    fixture.clock.advance(Duration.ofMinutes(10));
    var condition =
        new AlertRule.Condition(
            AlertRuleKind.ENDPOINT_ERRORS, endpoint, 0.1, Duration.ofMinutes(5), Duration.ZERO);

    AlertRulePreview preview = ground.rules.preview(fixture.engineer, projectId, condition);

    assertThat(preview.windows()).isEqualTo(2_016);
    assertThat(preview.firings()).isEqualTo(1);
    assertThat(preview.over()).isEqualTo(1);
    assertThat(preview.highest()).isEqualTo(0.5);
    assertThat(preview.withoutData()).isEqualTo(Duration.ofDays(7).minusMinutes(10));
    assertThat(preview.points()).extracting(AlertRulePreview.Point::highest).contains(0.5, 0.01);
  }

  /** From the first to the eighth of a month, so that all of it is of one period. */
  @Test
  void aPreviewOfABudgetIsReadFromTheLedger() {
    OffsetDateTime eighth =
        fixture.now().truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1).plusDays(7);
    fixture.clock.advance(Duration.between(fixture.now(), eighth));
    var condition =
        new AlertRule.Condition(
            AlertRuleKind.BUDGET, null, 0.8, Duration.ofHours(1), Duration.ZERO);
    AlertRulePreview without = ground.rules.preview(fixture.engineer, projectId, condition);
    assertThat(without.missing()).isEqualTo("the project has no budget");
    assertThat(without.highest()).isNull();
    owner(
        """
        INSERT INTO billing.budget
          (tenant_id, id, project_id, period, amount, currency, set_by, set_by_kind, set_by_id, set_at, next_check_at)
        VALUES ('%s', '%s', '%s', 'MONTH', 100, 'EUR', 'a person', 'PERSON', '%s', now(), now())
        """
            .formatted(fixture.tenantId, Ids.next(), projectId, Ids.next()));
    spent(eighth.minusDays(6), 50);
    spent(eighth.minusHours(2), 40);
    spent(eighth.minusMonths(1), 1_000);

    AlertRulePreview preview = ground.rules.preview(fixture.engineer, projectId, condition);

    assertThat(preview.missing()).isNull();
    assertThat(preview.firings()).isEqualTo(1);
    assertThat(preview.over()).as("the two hours since").isEqualTo(2);
    assertThat(preview.highest()).isEqualTo(0.9);
    assertThat(preview.points()).hasSize(168);
    assertThat(preview.points().get(30).highest()).isEqualTo(0.5);
    assertThat(preview.points().getFirst().highest()).isEqualTo(0);
  }

  private void spent(OffsetDateTime at, int euros) {
    owner(
        """
        INSERT INTO billing.usage_event
          (tenant_id, id, meter, quantity, unit, project_id, resource, source_id, from_at, to_at, unit_price, currency,
           amount, recorded_at)
        VALUES ('%s', '%s', 'job.cpu_seconds', %d, 'CPU-second', '%s', 'here/cpu', '%s', '%s', '%s', 1, 'EUR', %d, now())
        """
            .formatted(
                fixture.tenantId,
                Ids.next(),
                euros,
                projectId,
                Ids.next(),
                at,
                at.plusMinutes(5),
                euros));
  }

  /** Five minutes past an hour, so that windows of hours are just over. */
  private void pastAnHour() {
    OffsetDateTime now = fixture.now();
    OffsetDateTime next = now.truncatedTo(ChronoUnit.HOURS).plusHours(1).plusMinutes(5);
    fixture.clock.advance(Duration.between(now, next));
  }

  /** Windows of an hour that ended so many hours ago. */
  private void drifted(UUID endpointId, int hoursAgo, int revision, String verdict, int features) {
    String found = "{\"verdict\":\"DRIFTED\"},".repeat(features) + "{\"verdict\":\"STABLE\"}";
    owner(
        """
        INSERT INTO serving.drift_window
          (tenant_id, endpoint_id, window_at, window_s, revision, model_version_id, rows, counts, judged_at,
           judged_rows, verdict, findings)
        VALUES ('%s', '%s', '%s', 3600, %d, '%s', 500, '{500}', now(), 500, '%s', '[%s]')
        """
            .formatted(
                fixture.tenantId,
                endpointId,
                fixture.now().truncatedTo(ChronoUnit.HOURS).minusHours(hoursAgo + 1),
                revision,
                Ids.next(),
                verdict,
                found));
  }

  private void watchedForDrift(UUID endpointId) {
    owner(
        "INSERT INTO serving.drift_rule (tenant_id, endpoint_id, share, window_s, min_rows) VALUES ('%s', '%s', 1, 3600, 100)"
            .formatted(fixture.tenantId, endpointId));
  }

  @Test
  void driftFiresByTheWorstRevisionAndTooFewRowsAreNoData() {
    UUID endpoint = endpoint();
    pastAnHour();
    AlertRule rule = rule(AlertRuleKind.DRIFT, endpoint, 0, Duration.ZERO);
    minute();
    assertThat(status(rule)).as("it is not watched").isEqualTo(AlertStatus.NO_DATA);
    watchedForDrift(endpoint);
    drifted(endpoint, 0, 1, "STABLE", 0);
    minute();
    assertThat(status(rule)).isEqualTo(AlertStatus.OK);
    drifted(endpoint, 0, 2, "DRIFTED", 2);
    minute();
    assertThat(alerts(rule).getFirst().status()).isEqualTo(AlertStatus.FIRING);
    assertThat(alerts(rule).getFirst().value()).isEqualTo(2);

    fixture.clock.advance(Duration.ofHours(1));
    drifted(endpoint, 0, 1, "INSUFFICIENT", 0);
    drifted(endpoint, 0, 2, "INSUFFICIENT", 0);
    minute();
    assertThat(alerts(rule).getFirst().status()).isEqualTo(AlertStatus.NO_DATA);
    fixture.clock.advance(Duration.ofHours(1));
    drifted(endpoint, 0, 2, "STABLE", 0);
    minute();
    assertThat(alerts(rule).getFirst().status()).isEqualTo(AlertStatus.RESOLVED);
    fixture.clock.advance(Duration.ofHours(3));
    minute();
    assertThat(status(rule)).as("too long ago").isEqualTo(AlertStatus.NO_DATA);

    AlertRulePreview preview =
        ground.rules.preview(
            fixture.engineer,
            projectId,
            new AlertRule.Condition(
                AlertRuleKind.DRIFT, endpoint, 0, Duration.ofHours(1), Duration.ZERO));
    assertThat(preview.windows()).isEqualTo(168);
    assertThat(preview.firings()).isEqualTo(1);
    assertThat(preview.highest()).isEqualTo(2);
    assertThat(preview.withoutData()).isLessThan(Duration.ofDays(7));
  }

  private void judgedByLabels(UUID endpointId, int hoursAgo, int labels, double accuracy) {
    owner(
        """
        INSERT INTO serving.quality_window
          (tenant_id, endpoint_id, window_at, revision, window_s, measure, predictions, labels, value, low, high, frozen,
           computed_at)
        VALUES ('%s', '%s', '%s', 1, 3600, 'ACCURACY', 100, %d, %s, 0, 1, false, now())
        """
            .formatted(
                fixture.tenantId,
                endpointId,
                fixture.now().truncatedTo(ChronoUnit.HOURS).minusHours(hoursAgo + 1),
                labels,
                accuracy));
  }

  @Test
  void qualityFiresByTheErrorOfTheNewestWindowWithLabelsEnough() {
    UUID endpoint = endpoint();
    owner(
        """
        INSERT INTO serving.quality_rule (tenant_id, endpoint_id, output, measure, window_s, horizon_s)
        VALUES ('%s', '%s', 'label', 'ACCURACY', 3600, 14400)
        """
            .formatted(fixture.tenantId, endpoint));
    pastAnHour();
    AlertRule rule = rule(AlertRuleKind.QUALITY, endpoint, 0.2, Duration.ZERO);
    judgedByLabels(endpoint, 0, 29, 0.1);
    minute();
    assertThat(status(rule)).as("29 labels").isEqualTo(AlertStatus.NO_DATA);
    judgedByLabels(endpoint, 2, 60, 0.7);
    minute();
    assertThat(alert(rule).status()).isEqualTo(AlertStatus.FIRING);
    assertThat(alert(rule).value()).isBetween(0.29, 0.31);
    judgedByLabels(endpoint, 1, 60, 0.9);
    minute();
    assertThat(alert(rule).status()).isEqualTo(AlertStatus.RESOLVED);

    AlertRulePreview preview =
        ground.rules.preview(
            fixture.engineer,
            projectId,
            new AlertRule.Condition(
                AlertRuleKind.QUALITY, endpoint, 0.2, Duration.ofMinutes(30), Duration.ZERO));
    assertThat(preview.firings()).isEqualTo(1);
    assertThat(preview.over()).isEqualTo(2);
  }

  @Test
  void aRuleIsOfItsProjectAndShownToWhoMayReadWhatItIsAbout() {
    AlertRule rule = rule(AlertRuleKind.JOB_FAILURE, null, 0, Duration.ZERO);
    ended("FAILED");
    minute();
    Alert alert = alert(rule);
    var viewer = fixture.guest("viewer", Role.VIEWER, projectId);
    var elsewhere = fixture.guest("guest", Role.ENGINEER, fixture.project("apart").id());
    var blind =
        new io.keelson.tenancy.access.Principal(
            io.keelson.tenancy.access.Principal.Kind.PERSON,
            Ids.next(),
            fixture.tenantId,
            "tenant",
            "blind",
            Set.of(Permission.PROJECT_READ, Permission.ALERT_READ),
            java.util.Map.of(),
            null);
    assertThat(ground.rules.get(viewer, rule.id()).name()).isEqualTo(rule.name());
    assertThatThrownBy(
            () ->
                ground.alerts.acknowledge(
                    CatalogFixture.caller(viewer), alert.id(), alert.version()))
        .isInstanceOf(Forbidden.class);
    assertThat(ground.rules.byProjectIds(blind, List.of(projectId)).get(projectId))
        .as("JOB_READ is what it takes")
        .noneMatch(shown -> shown.condition().kind() == AlertRuleKind.JOB_FAILURE);
    assertThatThrownBy(() -> ground.rules.get(blind, rule.id())).isInstanceOf(Forbidden.class);
    for (var stranger : List.of(elsewhere, fixture.stranger)) {
      assertThatThrownBy(() -> ground.rules.get(stranger, rule.id())).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> ground.alerts.get(stranger, alert.id()))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> ground.rules.delete(CatalogFixture.caller(stranger), rule.id(), 1))
          .isInstanceOf(NotFound.class);
    }
    UUID other = ground.channel(fixture.project("others").id(), "other");
    assertThatThrownBy(() -> rule(AlertRuleKind.JOB_FAILURE, null, 0, Duration.ZERO, other))
        .as("a channel of another project")
        .isInstanceOf(NotFound.class);
    ground.rules.delete(fixture.caller, rule.id(), rule.version());
    assertThatThrownBy(() -> ground.alerts.get(fixture.engineer, alert.id()))
        .isInstanceOf(NotFound.class);
    minute();
  }

  @Test
  void thoseWhoMakeRulesAtOnceMakeNoMoreThanAProjectMayHave() throws InterruptedException {
    UUID full = fixture.project("full").id();
    List<Thread> makers = new ArrayList<>();
    for (int i = 0; i < AlertRules.MAX_OF_PROJECT + 20; i++) {
      String name = "at once " + i;
      makers.add(Thread.ofVirtual().start(() -> makeIfThereIsRoom(full, name)));
    }
    for (Thread maker : makers) {
      maker.join();
    }
    assertThat(
            fixture.count(
                "SELECT count(*) FROM catalog.alert_rule WHERE project_id = '%s'".formatted(full)))
        .isEqualTo(AlertRules.MAX_OF_PROJECT);
  }

  private void makeIfThereIsRoom(UUID project, String name) {
    try {
      ground.rules.create(
          fixture.caller,
          new AlertRules.NewRule(
              project,
              name,
              new AlertRule.Condition(
                  AlertRuleKind.JOB_FAILURE, null, 1, Duration.ofMinutes(5), Duration.ZERO),
              AlertSeverity.WARNING,
              AlertRoute.to(List.of())));
    } catch (Conflict full) {
      // There is no room for it.
    }
  }

  @Test
  void aConditionIsWithinItsBounds() {
    assertThatThrownBy(() -> rule(AlertRuleKind.JOB_FAILURE, null, -1, Duration.ZERO))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> rule(AlertRuleKind.JOB_FAILURE, null, Double.NaN, Duration.ZERO))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> rule(AlertRuleKind.JOB_FAILURE, null, 1, Duration.ofSeconds(30)))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> rule(AlertRuleKind.JOB_FAILURE, Ids.next(), 1, Duration.ZERO))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> rule(AlertRuleKind.ENDPOINT_ERRORS, null, 1, Duration.ZERO))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> rule(AlertRuleKind.ENDPOINT_ERRORS, Ids.next(), 1, Duration.ZERO))
        .isInstanceOf(NotFound.class);
  }
}
