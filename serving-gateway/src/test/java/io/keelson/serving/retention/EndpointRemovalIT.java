package io.keelson.serving.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.metering.BillingNow;
import io.keelson.serving.metering.CounterFile;
import io.keelson.serving.metering.RequestBilling;
import io.keelson.serving.metering.RequestCounters;
import io.keelson.serving.metering.RevisionCounter;
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

/** A gateway answers while the project of its endpoint is removed. */
final class EndpointRemovalIT {
  private static final int BATCH = 1_000;

  @TempDir Path folder;
  private ServingGround ground;
  private UUID tenant;
  private UUID project;
  private RevisionCounter.Key key;
  private RequestBilling billing;
  private EndpointRemoval removal;

  @BeforeEach
  void start() {
    ground = new ServingGround();
    tenant = ground.tenant("acme");
    project = Ids.next();
    Rollouts.Deployed deployed = ground.deploy(tenant, ServingGround.spec(project, "wine", 1));
    key = new RevisionCounter.Key(tenant, project, deployed.endpointId(), deployed.revisionId());
    billing = new RequestBilling(ground.database, ground.ledger, ground.clock);
    removal = new EndpointRemoval(ground.rollouts, ground.rolloutChanges());
  }

  @AfterEach
  void stop() {
    ground.close();
  }

  private void end() {
    ground.database.transact(
        tenant,
        tx -> {
          removal.end(tx, project);
          return null;
        });
    ground.execute("UPDATE serving.revision SET status = 'STOPPED', ended_at = now()");
  }

  private List<Left> left() {
    return ground.database.transact(tenant, tx -> removal.left(tx, project));
  }

  private void removeAll() {
    int removed;
    do {
      removed = ground.database.transact(tenant, tx -> removal.remove(tx, project, BATCH));
    } while (removed > 0);
    assertThat(ground.query("SELECT id FROM serving.endpoint")).isEmpty();
  }

  private CounterFile file() {
    return CounterFile.create(folder, Ids.next(), ground.clock.millis());
  }

  private void answer(RequestCounters counters, int requests) {
    for (int i = 0; i < requests; i++) {
      counters.of(key).answered(1_000_000);
    }
  }

  /** What its machine left behind is found again. */
  private void billAbandoned() {
    CounterFile.abandoned(folder).forEach(billing::billAbandoned);
  }

  private void assertBilled(String requests) {
    assertThat(
            (BigDecimal)
                ground
                    .query(
                        "SELECT sum(quantity) FROM billing.usage_event WHERE meter ="
                            + " 'inference.requests' AND project_id = ?",
                        project)
                    .getFirst())
        .isEqualByComparingTo(requests);
  }

  @Test
  void whatItAnswersUntilItStopsIsWaitedForAndBilledOnce() {
    CounterFile file = file();
    RequestCounters counters = new RequestCounters(file, ground.clock);
    answer(counters, 5);
    ground.passSeconds(60);
    BillingNow.bill(billing, counters);
    ground.execute("UPDATE serving.metering_cursor SET billed_until = now()");
    end();

    assertThat(left())
        .containsExactly(
            new Left("revisions that serve", 0),
            new Left("gateways that have requests to bill", 1));

    answer(counters, 3); // by a request that was under way
    file.close();
    billAbandoned();
    billAbandoned();

    assertThat(left()).extracting(Left::count).containsExactly(0L, 0L);
    removeAll();
    assertBilled("8");
  }

  @Test
  void oneThatWasLostIsNotWaitedForAndBilledOnceWhenItsFileComesLater() {
    CounterFile file = file();
    RequestCounters counters = new RequestCounters(file, ground.clock);
    answer(counters, 5);
    ground.passSeconds(60);
    BillingNow.bill(billing, counters);
    answer(counters, 3);
    ground.passSeconds(60);
    file.close();
    ground.execute("UPDATE serving.metering_cursor SET billed_until = now() - interval '2 hours'");
    end();
    assertThat(left()).extracting(Left::count).containsExactly(0L, 0L);
    removeAll();

    billAbandoned();
    billAbandoned();

    assertBilled("8");
    assertThat(ground.query("SELECT billed_requests FROM serving.metering_cursor"))
        .as("nobody needs them any more")
        .isEmpty();
  }
}
