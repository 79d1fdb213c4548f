package io.keelson.tenancy.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.refusal.RefusalCounts.Count;
import io.keelson.tenancy.refusal.RefusalCounts.Who;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RefusalCountsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final RefusalCounts counts = new RefusalCounts();
  private final UUID tenant = UUID.randomUUID();

  private static Actor job(String label) {
    return new Actor(Principal.Kind.JOB, UUID.randomUUID(), label);
  }

  private static long sum(Map<Who, Count> taken) {
    return taken == null ? 0 : taken.values().stream().mapToLong(Count::refused).sum();
  }

  @Test
  void whoeverIsRefusedAgainHasOneCountWithTheLastTime() {
    Actor key = job("key:ci");
    counts.add(tenant, key, LimitName.PROJECTS, 10, "createProject", NOW.plusSeconds(2));
    counts.add(tenant, key, LimitName.PROJECTS, 10, "createProject", NOW);
    counts.add(tenant, key, LimitName.API_RATE, 10, "createProject", NOW);

    Map<Who, Count> taken = counts.take(tenant);

    assertThat(taken).hasSize(2);
    assertThat(taken.values())
        .contains(
            new Count("key:ci", 2, NOW.plusSeconds(2), "createProject", 10),
            new Count("key:ci", 1, NOW, "createProject", 10));
    assertThat(counts.take(tenant)).isNull();
  }

  @Test
  void aDayBeginsCountsOfItsOwn() {
    Actor key = job("key:ci");
    counts.add(
        tenant,
        key,
        LimitName.PROJECTS,
        10,
        "createProject",
        Instant.parse("2026-03-01T23:59:59Z"));
    counts.add(
        tenant,
        key,
        LimitName.PROJECTS,
        10,
        "createProject",
        Instant.parse("2026-03-02T00:00:00Z"));
    assertThat(counts.take(tenant)).hasSize(2);
  }

  @Test
  void ofATenantWithManyCallersTheRestShareACountAndNoneIsMissing() {
    int callers = RefusalCounts.MAX_OF_TENANT * 3;
    for (int i = 0; i < callers; i++) {
      assertThat(counts.add(tenant, job("job " + i), LimitName.API_RATE, 10, "createProject", NOW))
          .isTrue();
    }
    Map<Who, Count> taken = counts.take(tenant);
    assertThat(taken).hasSize(RefusalCounts.MAX_OF_TENANT + 1);
    assertThat(sum(taken)).isEqualTo(callers);
    assertThat(
            taken.entrySet().stream()
                .filter(count -> count.getKey().kind() == null)
                .mapToLong(count -> count.getValue().refused()))
        .containsExactly((long) callers - RefusalCounts.MAX_OF_TENANT);
  }

  @Test
  void memoryIsBoundedHoweverManyTenantsThereAreAndFreeAgainOnceTaken() {
    int named = 0;
    int refused = 0;
    for (int i = 0; i <= RefusalCounts.MAX_COUNTS; i++) {
      if (counts.add(UUID.randomUUID(), job("job"), LimitName.API_RATE, 10, "createProject", NOW)) {
        named++;
      } else {
        refused++;
      }
    }
    assertThat(named).isEqualTo(RefusalCounts.MAX_COUNTS);
    assertThat(refused).isEqualTo(1);
    assertThat(counts.tenants()).hasSize(RefusalCounts.MAX_COUNTS);
    counts.tenants().forEach(counts::take);
    assertThat(counts.add(tenant, job("job"), LimitName.API_RATE, 10, "createProject", NOW))
        .isTrue();
    assertThat(counts.take(tenant).keySet()).allMatch(who -> who.kind() != null);
  }

  @Test
  void whatCouldNotBeWrittenIsAddedToWhatCameMeanwhile() {
    Actor key = job("key:ci");
    counts.add(tenant, key, LimitName.PROJECTS, 10, "createProject", NOW);
    Map<Who, Count> taken = counts.take(tenant);
    counts.add(tenant, key, LimitName.PROJECTS, 10, "createProject", NOW.plusSeconds(1));

    counts.giveBack(tenant, taken);

    assertThat(counts.take(tenant).values())
        .containsExactly(new Count("key:ci", 2, NOW.plusSeconds(1), "createProject", 10));
  }

  @Test
  void noneIsLostBetweenThoseWhoCountAndWhoTakes() throws Exception {
    int each = 2_000;
    int callers = 16;
    long[] taken = {0};
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        Actor actor = job("job " + i);
        threads.submit(
            () -> {
              for (int n = 0; n < each; n++) {
                counts.add(tenant, actor, LimitName.API_RATE, 10, "createProject", NOW);
              }
            });
      }
      for (int i = 0; i < 100; i++) {
        taken[0] += sum(counts.take(tenant));
      }
    }
    assertThat(taken[0] + sum(counts.take(tenant))).isEqualTo((long) each * callers);
  }
}
