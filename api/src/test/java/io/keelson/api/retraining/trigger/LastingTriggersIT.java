package io.keelson.api.retraining.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.retraining.run.RetrainingEvents;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.event.Event;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data and alerts trigger once, and wait while the policy is busy. */
@Timeout(120)
class LastingTriggersIT extends PolicyWatchFixture {
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
  void anAlertOfACooldownTriggersAtItsEndIfItStillFires() {
    UUID policyId = policy(new JsonObject().put("alertRuleId", ruleId.toString()));
    cools(Duration.ofHours(1));
    alert("FIRING");
    watch.lookAtDue();
    assertThat(runs(policyId)).as("it waits").isEmpty();

    fixture.clock.advance(Duration.ofHours(1));
    watch.lookAtDue();
    assertThat(runs(policyId)).containsExactly("ALERT TRIGGERED");
    over(policyId, "DECLINED", false);
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).as("once").containsExactly("ALERT DECLINED");
  }

  @Test
  void anAlertOfACooldownThatIsOverBeforeItsEndTriggersNothing() {
    UUID policyId = policy(new JsonObject().put("alertRuleId", ruleId.toString()));
    cools(Duration.ofHours(1));
    alert("FIRING");
    watch.lookAtDue();
    owner("UPDATE catalog.alert SET status = 'RESOLVED', ended_at = now()");
    fixture.clock.advance(Duration.ofHours(1));
    watch.lookAtDue();
    assertThat(runs(policyId)).isEmpty();
  }

  @Test
  void anAlertWaitsForTheRunThatGoesOn() {
    UUID policyId = policy(hourly().put("alertRuleId", ruleId.toString()));
    watch.lookAtDue();
    alert("FIRING");
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).containsExactly("SCHEDULE TRIGGERED");

    over(policyId, "DECLINED", false);
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).containsExactly("SCHEDULE DECLINED", "ALERT TRIGGERED");
  }

  @Test
  void anAlertOfADeletedRuleTriggersNothing() {
    UUID policyId = policy(new JsonObject().put("alertRuleId", ruleId.toString()));
    alert("FIRING");
    owner("UPDATE catalog.alert_rule SET deleted_at = now(), next_check_at = NULL");
    watch.lookAtDue();
    assertThat(runs(policyId)).isEmpty();
  }

  @Test
  void anAlertThatOutlivesAModelOfAnotherTriggerTriggersAgain() {
    UUID policyId = policy(hourly().put("alertRuleId", ruleId.toString()));
    alert("FIRING");
    owner(
        "UPDATE catalog.retraining_policy SET next_at = '%s'"
            .formatted(fixture.now().plusHours(1)));
    watch.lookAtDue();
    over(policyId, "DECLINED", false);
    fixture.clock.advance(Duration.ofHours(1));
    watch.lookAtDue();
    over(policyId, "PROMOTED", true);
    assertThat(runs(policyId)).containsExactly("ALERT DECLINED", "SCHEDULE PROMOTED");

    cools(Duration.ofMinutes(10));
    fixture.clock.advance(Duration.ofMinutes(10));
    watch.lookAtDue();
    assertThat(runs(policyId)).endsWith("ALERT TRIGGERED");
    assertThat(doublings()).isEqualTo(1);
  }

  @Test
  void newDataWaitsAsWellAndIsNotNewOnceItWasTrainedOn() {
    UUID policyId = policy(hourly().put("onNewData", true));
    watch.lookAtDue();
    version(1, "VALIDATED");
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).containsExactly("SCHEDULE TRIGGERED");

    owner(
        """
        UPDATE catalog.retraining_run
        SET training_version_id = (SELECT id FROM catalog.dataset_version WHERE number = 1)
        """);
    over(policyId, "DECLINED", true);
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).as("trained on").containsExactly("SCHEDULE DECLINED");

    cools(Duration.ofMinutes(10));
    version(2, "VALIDATED");
    fixture.clock.advance(PolicyWatch.EVERY);
    watch.lookAtDue();
    assertThat(runs(policyId)).as("it cools").hasSize(1);
    fixture.clock.advance(Duration.ofMinutes(10));
    watch.lookAtDue();
    assertThat(runs(policyId)).endsWith("NEW_DATA TRIGGERED");
  }

  @Test
  void anAlertThatHasJustFiredIsLookedAtAtOnce() {
    UUID policyId = policy(new JsonObject().put("alertRuleId", ruleId.toString()));
    UUID anothers = policy(new JsonObject().put("alertRuleId", Ids.next().toString()));
    watch.lookAtDue();
    alert("FIRING");
    watch.lookAtDue();
    assertThat(runs(policyId)).as("not due").isEmpty();

    fixture.database.transact(
        fixture.tenantId,
        tx -> {
          new RetrainingEvents(fixture.clock)
              .handle(
                  tx,
                  new Event(
                      Ids.next(),
                      fixture.tenantId,
                      "AlertFired",
                      ruleId,
                      new JsonObject().put("ruleId", ruleId.toString()),
                      null,
                      fixture.now()));
          return null;
        });
    watch.lookAtDue();

    assertThat(runs(policyId)).containsExactly("ALERT TRIGGERED");
    assertThat(
            fixture.count(
                "SELECT count(*) FROM catalog.retraining_policy WHERE id = '%s' AND due_at > '%s'"
                    .formatted(anothers, fixture.now())))
        .as("what waits for another rule waits on")
        .isEqualTo(1);
  }
}
