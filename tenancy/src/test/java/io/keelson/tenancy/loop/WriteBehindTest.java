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
import java.util.concurrent.locks.LockSupport;
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

  /** Few tenants fail while the pass that began them is over. */
  @Test
  void aDatabaseThatIsAwayIsSeenInHealthHoweverFewTenantsAreCounted() throws Exception {
    List<UUID> tenants = countOnce(2);
    broken.addAll(tenants);
    try (WriteBehind<Integer> away =
        new WriteBehind<>("counts while away", Duration.ofMillis(10), counts, this::add)
            .lateAfter(Duration.ofMillis(300))) {
      away.start();
      assertThat(lateWithin(Duration.ofSeconds(10))).isEqualTo("broken");
      broken.clear();
      away.flush();
      assertThat(rows).containsOnlyKeys(tenants);
    }
  }

  private static String lateWithin(Duration patience) throws InterruptedException {
    for (long end = System.nanoTime() + patience.toNanos(); System.nanoTime() < end; ) {
      for (Loops.Late late : Loops.late()) {
        if (late.name().equals("counts while away")) {
          return late.failure();
        }
      }
      Thread.sleep(20);
    }
    return "it never is late";
  }

  @Test
  void tenantsThatFailAtOnceHoldUpNobodyBehindThem() {
    List<UUID> tenants = countOnce(20);
    broken.addAll(tenants.subList(0, 3));
    WriteBehind.Counts<Integer> inOrder =
        new WriteBehind.Counts<>() {
          @Override
          public List<UUID> tenants() {
            return tenants;
          }

          @Override
          public Integer take(UUID tenantId) {
            return counts.take(tenantId);
          }

          @Override
          public void giveBack(UUID tenantId, Integer taken) {
            counts.giveBack(tenantId, taken);
          }
        };
    new WriteBehind<>("counts", Duration.ofHours(1), inOrder, this::addSlowly).flush();

    assertThat(rows).containsOnlyKeys(tenants.subList(3, 20));
  }

  /** Slower than a failure is. */
  private void addSlowly(UUID tenantId, Integer count) {
    if (!broken.contains(tenantId)) {
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }
    add(tenantId, count);
  }

  @Test
  void whatIsLeftIsWrittenAtTheEnd() {
    List<UUID> tenants = countOnce(2);

    writing.close();

    assertThat(rows).containsOnlyKeys(tenants);
  }
}
