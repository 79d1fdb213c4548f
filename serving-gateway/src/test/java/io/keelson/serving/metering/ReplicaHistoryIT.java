package io.keelson.serving.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.testing.ServingGround;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Invalid;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReplicaHistoryIT {
  private final UUID project = Ids.next();
  private ServingGround ground;
  private ReplicaHistory history;
  private UUID tenant;
  private Rollouts.Deployed first;
  private OffsetDateTime begin;

  @BeforeEach
  void start() {
    ground = new ServingGround();
    history = new ReplicaHistory(ground.database, ground.clock);
    tenant = ground.tenant("acme");
    first = deploy(tenant, "wine");
    begin = ground.now().truncatedTo(ChronoUnit.MINUTES).minusMinutes(60);
  }

  @AfterEach
  void stop() {
    ground.close();
  }

  @Test
  void replicasOfAllRevisionsCountFromWhenTheyWereReadyUntilTheyEnded() {
    Rollouts.Deployed second = deploy(tenant, "wine");
    replica(tenant, first, 0, -120, null);
    replica(tenant, first, 1, -120, -60);
    replica(tenant, first, 2, -120, 25);
    replica(tenant, second, 0, 5, null);
    replica(tenant, second, 1, 12, 13);
    replica(tenant, second, 2, 39, 40);
    loading(tenant, second, 3);

    assertThat(read(6))
        .containsExactly(
            at(0, 3, 1, 0),
            at(10, 3, 1, 1),
            at(20, 2, 0, 1),
            at(30, 3, 1, 0),
            at(40, 2, 0, 1),
            at(50, 2, 0, 0));
  }

  @Test
  void whatHasNotBegunIsLeftOut() {
    replica(tenant, first, 0, 0, null);
    ground.passSeconds(30);
    OffsetDateTime now = ground.now();

    List<ReplicaHistory.Bucket> found =
        history.read(tenant, first.endpointId(), now.minusMinutes(10), now.plusMinutes(10), 4);

    assertThat(found).hasSize(3).extracting(ReplicaHistory.Bucket::ready).containsOnly(1);
    assertThat(history.read(tenant, first.endpointId(), now.plusDays(1), now.plusDays(2), 4))
        .isEmpty();
  }

  @Test
  void thoseOfOtherEndpointsAndTenantsDoNotCount() {
    replica(tenant, deploy(tenant, "other"), 0, -10, null);
    UUID stranger = ground.tenant("globex");
    Rollouts.Deployed theirs = deploy(stranger, "wine");
    replica(stranger, theirs, 0, -10, null);

    assertThat(read(6)).hasSize(6).extracting(ReplicaHistory.Bucket::ready).containsOnly(0);
    assertThat(history.read(tenant, theirs.endpointId(), begin, begin.plusHours(1), 6))
        .extracting(ReplicaHistory.Bucket::ready)
        .containsOnly(0);
  }

  @Test
  void itHasBounds() {
    for (int buckets : new int[] {0, -1, 201, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> read(buckets))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("buckets");
    }
    assertThat(read(200)).hasSize(60);
    assertThatThrownBy(
            () -> history.read(tenant, first.endpointId(), begin.minusDays(32), begin, 60))
        .isInstanceOf(Invalid.class);
  }

  private List<ReplicaHistory.Bucket> read(int buckets) {
    return history.read(tenant, first.endpointId(), begin, begin.plusHours(1), buckets);
  }

  private ReplicaHistory.Bucket at(int minutes, int ready, int started, int ended) {
    return new ReplicaHistory.Bucket(begin.plusMinutes(minutes), ready, started, ended);
  }

  private Rollouts.Deployed deploy(UUID of, String name) {
    return ground.deploy(of, ServingGround.spec(project, name, 1));
  }

  /** Times are minutes after the beginning of what is asked for. */
  private void replica(
      UUID of, Rollouts.Deployed deployed, int slot, int readyAt, Integer endedAt) {
    ground.execute(
        """
        INSERT INTO serving.replica
          (tenant_id, job_id, revision_id, slot, attempt, ready, created_at, ready_at, ended_at)
        VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)
        """,
        of,
        Ids.next(),
        deployed.revisionId(),
        slot,
        endedAt == null,
        begin.plusMinutes(readyAt - 1),
        begin.plusMinutes(readyAt),
        endedAt == null ? null : begin.plusMinutes(endedAt));
  }

  private void loading(UUID of, Rollouts.Deployed deployed, int slot) {
    ground.execute(
        "INSERT INTO serving.replica (tenant_id, job_id, revision_id, slot, attempt, created_at) VALUES (?, ?, ?, ?, 1, ?)",
        of,
        Ids.next(),
        deployed.revisionId(),
        slot,
        begin);
  }
}
