package io.keelson.api.retraining.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three processes look at the same policies and are killed again and again. */
@Tag("heavy")
@Timeout(180)
class PolicyWatchKilledIT extends PolicyWatchFixture {
  private static final int KILLS = 12;
  private static final int PROCESSES = 3;
  private static final int POLICIES = 12;

  private final Random random = new Random(11);

  @Test
  void eachInstantAndEachVersionIsConsumedOnceWhoeverIsKilled() throws Exception {
    Instant from = fixture.clock.instant();
    List<UUID> hourly = new ArrayList<>();
    List<UUID> ofData = new ArrayList<>();
    for (int i = 0; i < POLICIES; i++) {
      hourly.add(policy(hourly()));
      ofData.add(policy(new JsonObject().put("onNewData", true)));
    }
    long start = System.currentTimeMillis();
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(PolicyWatchProcess.start(fixture.testDatabase(), from, start));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        Thread.sleep(random.nextInt(500));
        Process victim = processes.removeFirst();
        assertThat(victim.isAlive()).isTrue();
        victim.destroyForcibly().waitFor();
        version(kill, "VALIDATED");
        ended(ofData);
        processes.add(PolicyWatchProcess.start(fixture.testDatabase(), from, start));
      }
    } finally {
      for (Process process : processes) {
        process.destroyForcibly().waitFor();
      }
    }

    hourly.forEach(policyId -> assertThat(missing(policyId)).as("instants").isZero());
    assertThat(fixture.count("SELECT count(*) FROM catalog.retraining_run"))
        .as("each run for what it consumed, and none for nothing")
        .isEqualTo(fixture.count("SELECT count(DISTINCT run_id) FROM catalog.retraining_trigger"))
        .isGreaterThan(10L * POLICIES);
    assertThat(
            fixture.count(
                """
                SELECT count(*) FROM (
                  SELECT policy_id FROM catalog.retraining_run
                  WHERE ended_at IS NULL GROUP BY policy_id HAVING count(*) > 1) twice
                """))
        .as("policies with two runs at once")
        .isZero();
    assertThat(
            fixture.count(
                """
                SELECT count(*) FROM catalog.retraining_run
                WHERE kind = 'NEW_DATA' AND policy_id IN (SELECT id FROM catalog.retraining_policy WHERE next_at IS NULL)
                """))
        .isGreaterThan(POLICIES);
  }

  /** A run that goes on holds up what comes: these are over at once, by another one's word. */
  private void ended(List<UUID> policies) {
    owner(
        """
        UPDATE catalog.retraining_run
        SET status = 'DECLINED', due_at = NULL, ended_at = now()
        WHERE ended_at IS NULL AND policy_id = ANY ('{%s}'::uuid[])
        """
            .formatted(String.join(",", policies.stream().map(UUID::toString).toList())));
  }

  /** Instants that have come of which no run says that it stands for them; or more than once. */
  private long missing(UUID policyId) {
    return fixture.count(
        """
        SELECT (extract(epoch FROM p.next_at - '%s'::timestamptz) / 3600)::bigint
          - (SELECT coalesce(sum(1 + (r.evidence ->> 'missed')::int), 0)
             FROM catalog.retraining_run r
             WHERE r.policy_id = p.id AND r.kind = 'SCHEDULE')
        FROM catalog.retraining_policy p
        WHERE p.id = '%s'
        """
            .formatted(fixture.now(), policyId));
  }
}
