package io.keelson.tenancy.pointuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.pointuse.PointCounts.Count;
import io.keelson.tenancy.pointuse.PointCounts.Minute;
import io.keelson.tenancy.pointuse.PointCounts.OfTenant;
import io.keelson.tenancy.pointuse.PointCounts.Operation;
import io.keelson.tenancy.pointuse.PointCounts.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PointCountsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:34:56Z");
  private static final Instant HOUR = Instant.parse("2026-03-01T12:00:00Z");

  private final PointCounts counts = new PointCounts();
  private final UUID tenant = UUID.randomUUID();
  private final Principal caller = caller(tenant);

  private static Principal caller(UUID tenantId) {
    Actor actor = new Actor(Principal.Kind.API_KEY, UUID.randomUUID(), "key:ci");
    return new Principal(actor, null, tenantId, "house", Set.of(), Map.of(), null);
  }

  private static Taken taken(String operation, long points) {
    return new Taken(operation, points, true, true);
  }

  private static long sum(Collection<Count> counts) {
    return counts.stream().mapToLong(Count::points).sum();
  }

  @Test
  void pointsOfAnOperationOfACallerAndOfAMinuteAddUp() {
    counts.add(caller, taken("Runs", 3), NOW);
    counts.add(caller, new Taken("Runs", 4, false, false), NOW.plusSeconds(1));
    counts.add(caller, taken(null, 1), NOW.plusSeconds(10));
    counts.addRefusal(tenant, NOW);

    OfTenant of = counts.take(tenant);

    assertThat(of.operations())
        .containsOnlyKeys(new Operation(HOUR, "Runs"), new Operation(HOUR, ""))
        .containsEntry(
            new Operation(HOUR, "Runs"), new Count("key:ci", 7, 1, NOW.plusSeconds(1), NOW));
    assertThat(of.callers().values())
        .containsExactly(new Count("key:ci", 8, 2, NOW.plusSeconds(10), NOW.plusSeconds(10)));
    assertThat(of.minutes())
        .containsEntry(Instant.parse("2026-03-01T12:34:00Z"), new Minute(7, 1))
        .containsEntry(Instant.parse("2026-03-01T12:35:00Z"), new Minute(1, 0));
    assertThat(counts.take(tenant)).isNull();
  }

  @Test
  void ofManyOperationNamesTheRestShareACountAndNoPointIsMissing() {
    for (int i = 0; i < 10_000; i++) {
      counts.add(caller, taken("Operation" + i, 2), NOW);
    }
    OfTenant of = counts.take(tenant);
    assertThat(of.operations()).hasSize(PointCounts.MAX_OPERATIONS + 1);
    assertThat(sum(of.operations().values())).isEqualTo(20_000);
    assertThat(of.operations().get(new Operation(HOUR, PointCounts.OTHERS)).calls())
        .isEqualTo(10_000L - PointCounts.MAX_OPERATIONS);
  }

  @Test
  void ofManyCallersTheRestShareACountAndNoPointIsMissing() {
    for (int i = 0; i < 1_000; i++) {
      counts.add(caller(tenant), taken("Runs", 2), NOW);
    }
    OfTenant of = counts.take(tenant);
    assertThat(of.callers()).hasSize(PointCounts.MAX_CALLERS + 1);
    assertThat(sum(of.callers().values())).isEqualTo(2_000);
  }

  @Test
  void ofALongNameOnlyItsBeginningIsKept() {
    counts.add(caller, taken("a".repeat(1_000_000), 1), NOW);
    assertThat(counts.take(tenant).operations().keySet())
        .containsExactly(new Operation(HOUR, "a".repeat(PointCounts.MAX_NAME_LENGTH)));
  }

  @Test
  void tenantsAreBoundedAndThereIsRoomAgainOnceTheyAreTaken() {
    for (int i = 0; i < PointCounts.MAX_TENANTS; i++) {
      assertThat(counts.add(caller(new UUID(1, i)), taken("Runs", 1), NOW)).isTrue();
    }
    assertThat(counts.add(caller, taken("Runs", 1), NOW)).isFalse();
    counts.tenants().forEach(counts::take);
    assertThat(counts.add(caller, taken("Runs", 1), NOW)).isTrue();
  }

  @Test
  void whatCouldNotBeWrittenIsAddedToWhatCameMeanwhile() {
    counts.add(caller, taken("Runs", 1), NOW);
    OfTenant taken = counts.take(tenant);
    counts.add(caller, taken("Runs", 2), NOW);
    counts.giveBack(tenant, taken);
    OfTenant of = counts.take(tenant);
    assertThat(sum(of.operations().values())).isEqualTo(3);
    assertThat(sum(of.callers().values())).isEqualTo(3);
    assertThat(of.minutes().values()).containsExactly(new Minute(3, 0));
  }

  @Test
  void aLongOutageOfTheDatabaseGrowsNothingWithoutEnd() {
    for (int minute = 0; minute < 10_000; minute++) {
      Instant at = NOW.plus(Duration.ofMinutes(minute));
      counts.add(caller, taken("Operation" + minute, 1), at);
      counts.giveBack(tenant, counts.take(tenant));
    }
    OfTenant of = counts.take(tenant);
    assertThat(of.minutes()).hasSize(PointCounts.MAX_MINUTES);
    // One for the others of each hour beside those that have a count of their own.
    assertThat(of.operations().size()).isLessThan(PointCounts.MAX_OPERATIONS + 10_000 / 60 + 2);
    assertThat(sum(of.operations().values())).isEqualTo(10_000);
  }

  @Test
  void noPointIsLostBetweenThoseWhoCountAndWhoTakes() throws Exception {
    int each = 2_000;
    int callers = 16;
    AtomicLong found = new AtomicLong();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        threads.submit(
            () -> {
              for (int n = 0; n < each; n++) {
                counts.add(caller, taken("Runs", 1), NOW);
              }
            });
      }
      for (int i = 0; i < 100; i++) {
        OfTenant of = counts.take(tenant);
        found.addAndGet(of == null ? 0 : sum(of.callers().values()));
      }
    }
    OfTenant last = counts.take(tenant);
    found.addAndGet(last == null ? 0 : sum(last.callers().values()));
    assertThat(found).hasValue((long) each * callers);
  }
}
