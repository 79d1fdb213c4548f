package io.keelson.api.retraining.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.retraining.policy.PolicyRows;
import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.api.retraining.run.TriggerKind;
import io.keelson.api.retraining.run.TriggeredRuns;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What triggers a policy is consumed once, by however many processes, and whoever dies. */
@Timeout(120)
class TriggersIT extends PolicyWatchFixture {
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

  private Optional<UUID> consume(UUID policyId, TriggerKind kind) {
    return fixture.database.transact(
        fixture.tenantId,
        tx ->
            new TriggeredRuns(fixture.clock)
                .consume(
                    tx,
                    PolicyRows.lock(tx, policyId),
                    kind,
                    List.of(Ids.next().toString()),
                    new JsonObject(),
                    Actor.PLATFORM));
  }

  @Test
  void aCallThatWouldBeDeclinedIsRefusedAndLeavesNoRow() {
    UUID policyId = policy(hourly());
    watch.lookAtDue();

    assertThatThrownBy(() -> consume(policyId, TriggerKind.BY_HAND))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("another run of the policy is TRIGGERED");

    assertThat(runs(policyId)).hasSize(1);
    assertThat(fixture.count("SELECT count(*) FROM catalog.retraining_trigger")).isEqualTo(1);
  }

  @Test
  void ofThoseThatWereDeclinedAPolicyKeepsTheNewestThousandAndItsTextOnce() {
    UUID policyId = policy(hourly());
    watch.lookAtDue();
    for (int i = 0; i < 5; i++) {
      consume(policyId, TriggerKind.SCHEDULE);
    }
    assertThat(versions()).isEqualTo(1);
    owner(
        """
        INSERT INTO catalog.retraining_run
        SELECT (jsonb_populate_record(r, jsonb_build_object('id', uuidv7()))).*
        FROM catalog.retraining_run r
        CROSS JOIN generate_series(1, 1000)
        WHERE r.id = (SELECT max(id::text)::uuid FROM catalog.retraining_run WHERE status = 'DECLINED')
        """);
    owner("UPDATE catalog.retraining_policy SET version = 2");
    consume(policyId, TriggerKind.SCHEDULE);

    assertThat(declined(policyId)).isEqualTo(1_000);
    assertThat(runs(policyId)).as("the one that goes on").contains("SCHEDULE TRIGGERED");
    assertThat(versions()).isEqualTo(2);

    over(policyId, "DECLINED", false);
    owner("DELETE FROM catalog.retraining_run WHERE policy_version = 1");
    owner("UPDATE catalog.retraining_policy SET version = 101");
    consume(policyId, TriggerKind.SCHEDULE);
    assertThat(versions()).as("no run goes by the first, and 100 are newer").isEqualTo(2);
  }

  private long versions() {
    return fixture.count("SELECT count(*) FROM catalog.retraining_policy_version");
  }

  private long declined(UUID policyId) {
    return fixture.count(
        "SELECT count(*) FROM catalog.retraining_run WHERE status = 'DECLINED' AND policy_id = '%s'"
            .formatted(policyId));
  }
}
