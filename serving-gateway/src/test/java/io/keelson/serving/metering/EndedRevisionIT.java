package io.keelson.serving.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.retention.EndpointRemoval;
import io.keelson.serving.rollout.tally.StepTallies;
import io.keelson.serving.routing.LoadReports;
import io.keelson.serving.routing.RoutingLoop;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.removal.ProjectRemoval.Left;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway that lives does with the counts of a revision that has ended. */
final class EndedRevisionIT {
  @TempDir Path folder;
  private ServingGround ground;
  private UUID tenant;
  private UUID project;
  private RevisionCounter counter;
  private EndpointRemoval removal;
  private RoutingLoop routing;
  private MeteringLoop metering;

  @BeforeEach
  void start() {
    ground = new ServingGround();
    tenant = ground.tenant("acme");
    project = Ids.next();
    UUID instance = Ids.next();
    Rollouts.Deployed deployed = ground.deploy(tenant, ServingGround.spec(project, "wine", 1));
    ground.execute("UPDATE serving.revision SET status = 'READY', weight = 100");
    RequestCounters counters =
        new RequestCounters(
            CounterFile.create(folder, instance, ground.clock.millis()), ground.clock);
    routing =
        new RoutingLoop(
            ground.system,
            counters,
            new StepTallies(ground.database, instance, ground.clock),
            ground.signals,
            new LoadReports(ground.system, instance, ground.clock));
    metering =
        new MeteringLoop(
            ground.database,
            new RequestBilling(ground.database, ground.ledger, ground.clock),
            counters,
            ground.signals,
            folder,
            ground.clock,
            MeteringConfig.defaults());
    removal = new EndpointRemoval(ground.rollouts, ground.rolloutChanges());
    look();
    counter =
        counters.of(
            new RevisionCounter.Key(tenant, project, deployed.endpointId(), deployed.revisionId()));
  }

  @AfterEach
  void stop() {
    metering.close();
    ground.close();
  }

  /** As each of its loops does every few seconds. */
  private void look() {
    routing.refresh();
    assertThat(metering.pass()).isTrue();
    ground.passSeconds(5);
  }

  private void answer(int requests) {
    for (int i = 0; i < requests; i++) {
      assertThat(counter.enter()).isTrue();
      counter.answered(1_000_000);
      counter.leave();
    }
  }

  private void end() {
    ground.database.transact(
        tenant,
        tx -> {
          removal.end(tx, project);
          return null;
        });
  }

  private void stopped() {
    ground.execute("UPDATE serving.revision SET status = 'STOPPED', ended_at = now()");
  }

  private long unbilled() {
    ground.execute("UPDATE serving.metering_cursor SET billed_until = now()");
    List<Left> left = ground.database.transact(tenant, tx -> removal.left(tx, project));
    return left.getLast().count();
  }

  private void assertBilled(String requests) {
    assertThat(
            (BigDecimal)
                ground
                    .query(
                        "SELECT coalesce(sum(quantity), 0) FROM billing.usage_event"
                            + " WHERE meter = 'inference.requests'")
                    .getFirst())
        .isEqualByComparingTo(requests);
  }

  @Test
  void isHandedOverWithinSecondsOnceNoCallIsUnderWay() {
    answer(5);
    ground.passSeconds(60);
    look();
    assertBilled("5");
    answer(2);
    assertThat(counter.enter()).as("a call that goes on").isTrue();
    end();
    look();
    stopped();
    look();
    look();
    assertThat(unbilled()).as("it will be counted").isEqualTo(1);

    counter.answered(1_000_000);
    counter.leave();
    look();

    assertThat(unbilled()).isZero();
    assertBilled("8");
    assertThat(counter.enter()).as("nothing is counted any more").isFalse();
  }

  @Test
  void isBilledWithinSecondsWhereNothingOfItWasBilledBefore() {
    answer(3);
    end();
    look();
    stopped();
    look();

    assertBilled("3");
    assertThat(unbilled()).isZero();
  }

  @Test
  void staysOpenWhileTheRevisionDrains() {
    answer(1);
    end();
    for (int looks = 0; looks < 100; looks++) {
      look();
    }

    assertThat(counter.enter()).isTrue();
    counter.leave();
    assertThat(unbilled()).isEqualTo(1);
  }
}
