package io.keelson.serving.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.testing.Crowd;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many endpoints of a tenant serve at once. */
final class EndpointQuotaIT {
  private static final int LIMIT = 10;
  private ServingGround ground;
  private UUID tenant;
  private final UUID project = Ids.next();

  @BeforeEach
  void start() {
    ground = new ServingGround();
    tenant = ground.tenant("acme");
  }

  @AfterEach
  void stop() {
    ground.close();
  }

  private void limit(int most) {
    ground.execute(
        """
        INSERT INTO tenancy.quota (tenant_id, name, most, set_at)
        VALUES (?, 'ENDPOINTS', ?, now())
        ON CONFLICT (tenant_id, name) DO UPDATE SET most = excluded.most
        """,
        tenant,
        most);
  }

  private Rollouts.Deployed deploy(String name) {
    return ground.deploy(tenant, ServingGround.spec(project, name, 1));
  }

  @Test
  void ofSixtyFourWhoDeployAtOnceTenServe() throws Exception {
    limit(LIMIT);

    Crowd.Outcome outcome = Crowd.of(i -> deploy("endpoint-" + i));

    assertThat(outcome.admitted()).isEqualTo(LIMIT);
    assertThat(ground.query("SELECT count(*) FROM serving.endpoint")).containsExactly((long) LIMIT);
    assertThat(ground.query("SELECT count(*) FROM serving.revision")).containsExactly((long) LIMIT);
    assertThat(outcome.refusals())
        .allSatisfy(
            refusal ->
                assertThat(refusal).hasMessage("ENDPOINTS: 10 of 10 are used, 1 more asked for"));
  }

  @Test
  void oneThatServesGoesOnWithNewRevisionsAlsoWhenTheLimitIsLowered() {
    limit(2);
    deploy("one");
    deploy("two");

    limit(1);

    deploy("one");
    assertThatThrownBy(() -> deploy("three")).isInstanceOf(QuotaExceeded.class);
  }

  @Test
  void oneThatWasStoppedMakesRoomAndCountsAgainWhenItComesBack() {
    limit(1);
    Rollouts.Deployed one = deploy("one");
    ground.stop(tenant, one.endpointId(), ground.version(tenant, one.endpointId()));

    deploy("two");

    assertThatThrownBy(() -> deploy("one"))
        .isInstanceOf(QuotaExceeded.class)
        .hasMessage("ENDPOINTS: 1 of 1 are used, 1 more asked for");
  }

  @Test
  void asManyComeBackAsThereIsRoomForAndTheOthersSayWhyNot() {
    limit(3);
    deploy("one");
    deploy("two");
    deploy("three");
    Map<UUID, List<Rollouts.Stopped>> stopped =
        ground.database.transact(tenant, ground.rollouts::stopAll);
    stopped.put(Ids.next(), List.of(new Rollouts.Stopped(Ids.next(), null)));
    deploy("four");
    deploy("five");

    List<UUID> left =
        ground.database.transact(
            tenant, tx -> ground.rollouts.startAgain(tx, stopped, ServingGround.ENGINEER));

    assertThat(left).hasSize(2);
    assertThat(
            ground.query(
                "SELECT count(DISTINCT endpoint_id) FROM serving.revision WHERE status = 'PENDING'"))
        .containsExactly(3L);
    assertThat(ground.query("SELECT reason FROM serving.revision WHERE status = 'FAILED'"))
        .hasSize(2)
        .containsOnly("ENDPOINTS: 3 of 3 are used, 1 more asked for");
  }
}
