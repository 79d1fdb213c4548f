package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RoutingTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID PROJECT = UUID.randomUUID();

  private static ReplicaTarget replica(int inFlight) {
    ReplicaTarget target =
        new ReplicaTarget(TENANT, UUID.randomUUID(), SocketAddress.domainSocketAddress("/none"));
    for (int i = 0; i < inFlight; i++) {
      target.tryAcquire(Integer.MAX_VALUE);
    }
    return target;
  }

  private static Route.Revision revision(int number, int weight) {
    return new Route.Revision(UUID.randomUUID(), number, weight, null, List.of());
  }

  private static Route route(UUID tenant, String name, Route.Revision... revisions) {
    return new Route(tenant, PROJECT, UUID.randomUUID(), name, List.of(revisions));
  }

  @Test
  void aNameMeansTheTenantsOwnEndpoint() {
    UUID other = UUID.randomUUID();
    Route mine = route(TENANT, "wine");
    Route theirs = route(other, "wine");
    RoutingTable table = new RoutingTable(List.of(mine, theirs));

    assertThat(table.find(TENANT, "wine")).isSameAs(mine);
    assertThat(table.find(other, "wine")).isSameAs(theirs);
    assertThat(table.find(TENANT, "beer")).isNull();
    assertThat(table.find(UUID.randomUUID(), "wine")).isNull();
  }

  @Test
  void everyPointOfTheWeightsBelongsToExactlyOneRevision() {
    Route route = route(TENANT, "wine", revision(1, 70), revision(2, 0), revision(3, 30));
    int[] chosen = new int[4];

    for (int point = 0; point < 100; point++) {
      chosen[route.choose(point).number()]++;
    }

    assertThat(chosen).containsExactly(0, 70, 0, 30);
  }

  @Test
  void aRevisionWithoutReadyReplicasLeavesItsShareToTheOthers() {
    Route.Revision restarting = revision(1, 90);
    Route.Revision canary = new Route.Revision(UUID.randomUUID(), 2, 10, null, List.of(replica(0)));
    Route route = route(TENANT, "wine", restarting, canary);

    for (int i = 0; i < 100; i++) {
      assertThat(route.choose()).isSameAs(canary);
    }
    assertThat(route.isReady()).isTrue();
    assertThat(route.numbered(1)).isSameAs(restarting);
    assertThat(route(TENANT, "wine", restarting).choose()).isSameAs(restarting);
    assertThat(route(TENANT, "wine", restarting).isReady()).isFalse();
    assertThat(route(TENANT, "wine").choose()).isNull();
  }

  @Test
  void theLessLoadedOfTwoIsTaken() {
    ReplicaTarget busy = replica(5);
    ReplicaTarget idle = replica(1);

    for (int i = 0; i < 4; i++) {
      assertThat(Balancing.acquire(List.of(busy, idle), null, 10)).isSameAs(idle);
    }
    assertThat(idle.inFlight()).isEqualTo(5);
  }

  @Test
  void theOnlyFreePlaceIsFoundWhereverItIs() {
    for (int free = 0; free < 7; free++) {
      ReplicaTarget[] replicas = new ReplicaTarget[7];
      for (int i = 0; i < replicas.length; i++) {
        replicas[i] = replica(i == free ? 2 : 3);
      }
      assertThat(Balancing.acquire(List.of(replicas), null, 3)).isSameAs(replicas[free]);
      assertThat(Balancing.acquire(List.of(replicas), null, 3)).isNull();
    }
  }

  @Test
  void aReplicaThatRefusedAConnectionIsLeftOutForAWhile() {
    ReplicaTarget refused = replica(0);
    ReplicaTarget other = replica(3);
    refused.leaveOut(Duration.ofMinutes(10).toNanos());

    assertThat(Balancing.acquire(List.of(refused, other), null, 10)).isSameAs(other);
    assertThat(Balancing.acquire(List.of(refused), null, 10)).isNull();
    assertThat(Balancing.anyUsable(List.of(refused), null)).isFalse();
    refused.connected();
    assertThat(Balancing.acquire(List.of(refused), null, 10)).isSameAs(refused);
    assertThat(Balancing.acquire(List.of(refused), refused, 10)).isNull();
  }

  @Test
  void loadSpreadsEvenlyOverEqualReplicas() {
    List<ReplicaTarget> replicas = List.of(replica(0), replica(0), replica(0), replica(0));

    for (int i = 0; i < 4_000; i++) {
      assertThat(Balancing.acquire(replicas, null, Integer.MAX_VALUE)).isNotNull();
    }

    assertThat(replicas).allSatisfy(each -> assertThat(each.inFlight()).isBetween(980, 1_020));
  }

  @Test
  void aTimeoutIsWhatTheCallerAsksForWithinTheBound() {
    long max = Duration.ofSeconds(60).toNanos();

    assertThat(Deadlines.timeoutNanos("250m", max)).isEqualTo(250_000_000);
    assertThat(Deadlines.timeoutNanos("1S", max)).isEqualTo(1_000_000_000);
    assertThat(Deadlines.timeoutNanos("99999999n", max)).isEqualTo(99_999_999);
    assertThat(Deadlines.timeoutNanos("5u", max)).isEqualTo(5_000);
    for (String unbounded :
        new String[] {null, "", "S", "1H", "99999999H", "2M", "-1S", "1x", "123456789S", "1 S"}) {
      assertThat(Deadlines.timeoutNanos(unbounded, max)).as("%s", unbounded).isEqualTo(max);
    }
  }

  @Test
  void pathsNameModelVersionAndAction() {
    assertThat(RestPath.parse("/v2/models/wine")).isEqualTo(new RestPath("wine", "", ""));
    assertThat(RestPath.parse("/v2/models/wine/infer"))
        .isEqualTo(new RestPath("wine", "", "infer"));
    assertThat(RestPath.parse("/v2/models/wine/versions/3"))
        .isEqualTo(new RestPath("wine", "3", ""));
    assertThat(RestPath.parse("/v2/models/wine/versions/3/config"))
        .isEqualTo(new RestPath("wine", "3", "config"));
    for (String other :
        new String[] {
          "/",
          "/v2",
          "/v2/models",
          "/v2/models/",
          "/v2/models//infer",
          "/v2/models/wine/versions//infer",
          "/v2/models/wine/infer/more",
          "/v2/models/wine/versions/3/infer/more",
          "/v2/models/" + "a".repeat(600)
        }) {
      assertThat(RestPath.parse(other)).as(other).isNull();
    }
  }
}
