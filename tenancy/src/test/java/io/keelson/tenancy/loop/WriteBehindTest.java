package io.keelson.tenancy.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is counted of tenants gets into their rows, whichever of them fail. */
class WriteBehindTest {
  private final Map<UUID, Integer> counted = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> rows = new ConcurrentHashMap<>();
  private final Set<UUID> broken = ConcurrentHashMap.newKeySet();

  private final WriteBehind.Counts<Integer> counts =
      new WriteBehind.Counts<>() {
        @Override
        public List<UUID> tenants() {
          return List.copyOf(counted.keySet());
        }

        @Override
        public Integer take(UUID tenantId) {
          return counted.remove(tenantId);
        }

        @Override
        public void giveBack(UUID tenantId, Integer taken) {
          counted.merge(tenantId, taken, Integer::sum);
        }
      };

  private final WriteBehind<Integer> writing =
      new WriteBehind<>("counts", Duration.ofHours(1), counts, this::add);

  private void add(UUID tenantId, Integer count) {
    if (broken.contains(tenantId)) {
      throw new IllegalStateException("broken");
    }
    rows.merge(tenantId, count, Integer::sum);
  }

  private List<UUID> countOnce(int tenants) {
    List<UUID> all = new ArrayList<>();
    for (int i = 0; i < tenants; i++) {
      UUID tenant = UUID.randomUUID();
      all.add(tenant);
      counted.put(tenant, 1);
    }
    return all;
  }

  @Test
  void whatCouldNotBeWrittenIsCountedAgainAndTheOthersAreWritten() {
    List<UUID> tenants = countOnce(5);
    broken.addAll(List.of(tenants.get(0), tenants.get(1), tenants.get(3)));

    writing.flush();

    assertThat(rows).containsOnlyKeys(tenants.get(2), tenants.get(4));
    assertThat(counted.keySet()).isEqualTo(broken);
    broken.clear();
    writing.flush();
    assertThat(rows).containsOnlyKeys(tenants);
    assertThat(counted).isEmpty();
  }

  @Test
  void aPassGivesUpWhereNothingCanBeWrittenAndLosesNothing() {
    List<UUID> tenants = countOnce(5);
    broken.addAll(tenants);

    assertThatThrownBy(writing::flush).hasMessage("broken");

    assertThat(rows).isEmpty();
    assertThat(counted).containsOnlyKeys(tenants);
  }

  @Test
  void tenantsWhoseRowsWaitHoldUpNobodyElse() throws Exception {
    List<UUID> slow = countOnce(3);
    CountDownLatch enough = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(50);
    try (WriteBehind<Integer> waiting =
        new WriteBehind<>(
            "counts",
            Duration.ofMillis(20),
            counts,
            (tenantId, count) -> {
              if (slow.contains(tenantId)) {
                try {
                  enough.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
              add(tenantId, count);
              others.countDown();
            })) {
      waiting.start();
      for (int i = 0; i < 50; i++) {
        countOnce(1);
      }
      assertThat(others.await(10, TimeUnit.SECONDS)).as("the others are written").isTrue();
      assertThat(rows).doesNotContainKeys(slow.toArray(UUID[]::new));
      enough.countDown();
    }
    assertThat(rows).hasSize(53);
  }

  @Test
  void whatIsLeftIsWrittenAtTheEnd() {
    List<UUID> tenants = countOnce(2);

    writing.close();

    assertThat(rows).containsOnlyKeys(tenants);
  }
}
