package io.keelson.tenancy.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is counted of tenants gets into their rows, whichever of them fail. */
class WriteBehindTest {
  private final Map<UUID, Integer> counted = new LinkedHashMap<>();
  private final Map<UUID, Integer> rows = new LinkedHashMap<>();
  private final Set<UUID> broken = new HashSet<>();

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
  void aPassGivesUpAfterThreeFailuresInARowAndLosesNothing() {
    List<UUID> tenants = countOnce(5);
    broken.addAll(tenants);

    assertThatThrownBy(writing::flush).hasMessage("broken");

    assertThat(rows).isEmpty();
    assertThat(counted).containsOnlyKeys(tenants);
  }

  @Test
  void whatIsLeftIsWrittenAtTheEnd() {
    List<UUID> tenants = countOnce(2);

    writing.close();

    assertThat(rows).containsOnlyKeys(tenants);
  }
}
