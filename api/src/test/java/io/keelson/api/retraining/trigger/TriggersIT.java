package io.keelson.api.retraining.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.api.retraining.run.TriggerKind;
import io.keelson.api.retraining.run.TriggeredRuns;
import io.keelson.api.testing.StoredRetraining;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What triggers a policy is consumed once, by however many processes, and whoever dies. */
@Timeout(120)
class TriggersIT {
  private CatalogFixture fixture;
  private PolicyWatch watch;
  private UUID projectId;
  private final UUID datasetId = Ids.next();
  private final UUID ruleId = Ids.next();

  @BeforeEach
  void open() {
    fixture = new CatalogFixture();
    watch = watch(new TriggeredRuns(fixture.clock));
    projectId = fixture.project("retrained").id();
    owner(
        "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ('%s', 'wine', 'Wine', now())"
            .formatted(fixture.tenantId));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private PolicyWatch watch(TriggeredRuns runs) {
    return new PolicyWatch(fixture.system, fixture.database, runs, fixture.clock);
  }

  private void owner(String sql) {
    try {
      fixture.asOwner(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Due at this clock's noon, and looked at then. */
  private UUID policy(JsonObject more) {
    UUID id = Ids.next();
    JsonObject spec = StoredRetraining.spec().put("datasetId", datasetId.toString()).mergeIn(more);
    owner(
        """
        INSERT INTO catalog.registered_model
          (tenant_id, id, project_id, name, created_at, created_by, created_by_kind, last_number)
        VALUES ('%1$s', '%2$s', '%3$s', 'wine %2$s', '%4$s', 'me', 'PERSON', 0);
        INSERT INTO catalog.retraining_policy
          (tenant_id, id, project_id, model_id, spec, next_at, due_at, seen_number, counted_from, set_at, set_by,
           set_by_kind, set_by_id)
        VALUES ('%1$s', '%2$s', '%3$s', '%2$s', '%5$s', %6$s, '%4$s', 0, '%4$s', '%4$s', 'me', 'PERSON', '%2$s')
        """
            .formatted(
                fixture.tenantId,
                id,
                projectId,
                fixture.now(),
                spec.encode(),
                spec.containsKey("cron") ? "'" + fixture.now() + "'" : "NULL"));
    return id;
  }

  private static JsonObject hourly() {
    return new JsonObject().put("cron", "0 * * * *").put("zone", "Europe/Berlin");
  }

  private List<String> runs(UUID policyId) {
    return fixture.database.transact(
        fixture.tenantId,
        tx ->
            tx.list(
                row -> row.getString("kind") + " " + row.getString("status"),
                """
                SELECT kind, status FROM catalog.retraining_run
                WHERE tenant_id = $1 AND policy_id = $2
                ORDER BY id
                """,
                tx.tenantId(),
                policyId));
  }

  private void over(UUID policyId, String status, boolean trained) {
    owner(
        """
        UPDATE catalog.retraining_run
        SET status = '%s', due_at = NULL, ended_at = '%s', trained_at = %s
        WHERE policy_id = '%s' AND ended_at IS NULL
        """
            .formatted(
                status, fixture.now(), trained ? "'" + fixture.now() + "'" : "NULL", policyId));
  }

  @Test
  void anInstantIsConsumedOnceByManyProcesses() {
    UUID policyId = policy(hourly());
    List<CompletableFuture<Void>> processes = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        PolicyWatch another = watch(new TriggeredRuns(fixture.clock));
        processes.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int look = 0; look < 5; look++) {
                    another.lookAtDue();
                  }
                },
                executor));
      }
      processes.forEach(CompletableFuture::join);
    }

    assertThat(runs(policyId)).containsExactly("SCHEDULE TRIGGERED");
    assertThat(fixture.count("SELECT count(*) FROM catalog.retraining_trigger")).isEqualTo(1);
  }

  @Test
  void whoeverDiesBetweenConsumingAndTheCommitLeavesNothing() {
    UUID policyId = policy(hourly());
    AtomicBoolean dies = new AtomicBoolean(true);
    PolicyWatch mortal =
        watch(
            new TriggeredRuns(fixture.clock) {
              @Override
              public Optional<UUID> consume(
                  Transaction tx,
                  RetrainingPolicy policy,
                  TriggerKind kind,
                  List<String> subjects,
                  JsonObject evidence,
                  Actor by) {
                Optional<UUID> run = super.consume(tx, policy, kind, subjects, evidence, by);
                if (dies.get()) {
                  throw new IllegalStateException("killed");
                }
                return run;
              }
            });

    mortal.lookAtDue();

    assertThat(runs(policyId)).isEmpty();
    assertThat(fixture.count("SELECT count(*) FROM catalog.retraining_trigger")).isZero();
    dies.set(false);
    fixture.clock.advance(Duration.ofMinutes(1)); // what failed is due again after a pause
    mortal.lookAtDue();
    assertThat(runs(policyId)).containsExactly("SCHEDULE TRIGGERED");
  }

  @Test
  void instantsThatNobodyLookedAtAreOneRunAndTheNextIsAhead() {
    UUID policyId = policy(hourly());
    fixture.clock.advance(Duration.ofHours(5).plusMinutes(1));

    watch.lookAtDue();

    assertThat(runs(policyId)).containsExactly("SCHEDULE TRIGGERED");
    assertThat(fixture.count("SELECT (evidence ->> 'missed')::int FROM catalog.retraining_run"))
        .isEqualTo(5);
    assertThat(
            fixture.count(
                "SELECT count(*) FROM catalog.retraining_policy WHERE next_at = '%s'"
                    .formatted(fixture.now().plusMinutes(59))))
        .isEqualTo(1);
    over(policyId, "DECLINED", false);
    fixture.clock.advance(Duration.ofHours(1));
    watch.lookAtDue();
    assertThat(runs(policyId)).containsExactly("SCHEDULE DECLINED", "SCHEDULE TRIGGERED");
  }

  @Test
  void whatComesWhileARunGoesOnIsConsumedAndDeclined() {
    UUID policyId = policy(hourly());
    watch.lookAtDue();
    fixture.clock.advance(Duration.ofHours(1));

    watch.lookAtDue();

    assertThat(runs(policyId)).containsExactly("SCHEDULE TRIGGERED", "SCHEDULE DECLINED");
  }

  private void version(int number, String status) {
    owner(
        """
        INSERT INTO catalog.dataset (tenant_id, id, project_id, name, created_at, created_by, created_by_kind)
        VALUES ('%1$s', '%2$s', '%3$s', 'wine', now(), 'me', 'PERSON') ON CONFLICT DO NOTHING;
        INSERT INTO catalog.dataset_version
          (tenant_id, id, project_id, dataset_id, number, status, digest, size_bytes, files, created_at, created_by,
           created_by_kind, sealed_at)
        VALUES ('%1$s', '%4$s', '%3$s', '%2$s', %5$d, '%6$s', 'sha256:%7$s', 1, 1, now(), 'me', 'PERSON', now())
        """
            .formatted(
                fixture.tenantId,
                datasetId,
                projectId,
                Ids.next(),
                number,
                status,
                "a".repeat(64)));
  }

  @Test
  void newVersionsTriggerOnceWhenTheyAreValidated() {
    UUID policyId = policy(new JsonObject().put("onNewData", true));
    watch.lookAtDue();
    assertThat(runs(policyId)).isEmpty();

    version(1, "VALIDATED");
    version(2, "SEALED");
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();

    assertThat(runs(policyId)).containsExactly("NEW_DATA TRIGGERED");
    over(policyId, "DECLINED", false);
    owner("UPDATE catalog.dataset_version SET status = 'VALIDATING' WHERE number = 2");
    owner("UPDATE catalog.dataset_version SET status = 'VALIDATED' WHERE number = 2");
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).containsExactly("NEW_DATA DECLINED", "NEW_DATA TRIGGERED");
  }

  private void alert(String status) {
    alert("JOB_FAILURE", status);
  }

  private void alert(String kind, String status) {
    owner(
        """
        INSERT INTO catalog.alert_rule
          (tenant_id, id, project_id, name, kind, threshold, window_s, for_s, severity, next_check_at, created_at,
           created_by, created_by_kind)
        VALUES ('%1$s', '%2$s', '%3$s', 'drift', '%5$s', 0, 60, 0, 'WARNING', now(), now(), 'me', 'PERSON');
        INSERT INTO catalog.alert (tenant_id, id, rule_id, project_id, status, since, started_at, fired_at, value)
        VALUES ('%1$s', '%2$s', '%2$s', '%3$s', '%4$s', now(), now(), now(), 0.24)
        """
            .formatted(fixture.tenantId, ruleId, projectId, status, kind));
  }

  @Test
  void whatAnAlertSaysIsKeptUnlessItTellsWhatWasSpent() {
    String said = "SELECT count(*) FROM catalog.retraining_run WHERE evidence ? 'value'";
    policy(new JsonObject().put("alertRuleId", ruleId.toString()));
    alert("BUDGET", "FIRING");
    watch.lookAtDue();
    assertThat(fixture.count("SELECT count(*) FROM catalog.retraining_run")).isEqualTo(1);
    assertThat(fixture.count(said)).isZero();

    owner("UPDATE catalog.alert_rule SET kind = 'JOB_FAILURE'");
    policy(new JsonObject().put("alertRuleId", ruleId.toString()));
    watch.lookAtDue();
    assertThat(fixture.count(said)).isEqualTo(1);
  }

  private int doublings() {
    return (int) fixture.count("SELECT doublings FROM catalog.retraining_policy");
  }

  private void cools(Duration cooldown) {
    owner(
        "UPDATE catalog.retraining_policy SET cooldown_until = '%s'"
            .formatted(fixture.now().plus(cooldown)));
  }

  @Test
  void anAlertTriggersOnceAndAgainWhenItOutlivesTheModelWithALongerCooldown() {
    UUID policyId = policy(new JsonObject().put("alertRuleId", ruleId.toString()));
    alert("FIRING");
    watch.lookAtDue();
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).containsExactly("ALERT TRIGGERED");

    over(policyId, "PROMOTED", true);
    cools(Duration.ofHours(1));
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).as("it cools").containsExactly("ALERT PROMOTED");
    fixture.clock.advance(Duration.ofHours(1));
    watch.lookAtDue();
    assertThat(runs(policyId)).containsExactly("ALERT PROMOTED", "ALERT TRIGGERED");
    assertThat(doublings()).isEqualTo(1);

    over(policyId, "PROMOTED", true);
    cools(Duration.ofHours(2));
    owner("UPDATE catalog.alert SET status = 'RESOLVED', ended_at = now()");
    fixture.clock.advance(Duration.ofHours(2));
    watch.lookAtDue();
    assertThat(runs(policyId)).hasSize(2);
    assertThat(doublings()).as("the alert is over").isZero();
  }

  @Test
  void theBreakerDeclinesWhatComesAfterSoManyTrainings() {
    UUID policyId = policy(hourly().put("maxTrainings", 2));
    for (int i = 0; i < 3; i++) {
      watch.lookAtDue();
      over(policyId, "DECLINED", true);
      fixture.clock.advance(Duration.ofHours(1));
    }

    assertThat(
            fixture.count(
                "SELECT count(*) FROM catalog.retraining_run WHERE reason LIKE 'the breaker%'"))
        .isEqualTo(1);
    fixture.clock.advance(Duration.ofHours(24));
    watch.lookAtDue();
    assertThat(runs(policyId).getLast()).as("in another period").isEqualTo("SCHEDULE TRIGGERED");
  }
}
