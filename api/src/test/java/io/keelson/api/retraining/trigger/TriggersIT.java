package io.keelson.api.retraining.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.retraining.policy.RetrainingPolicy;
import io.keelson.api.retraining.run.TriggerKind;
import io.keelson.api.retraining.run.TriggeredRuns;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
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
}
