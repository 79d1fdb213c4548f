package io.keelson.serving.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class TrafficSplitTest {
  private static Map<UUID, Integer> weights(int... values) {
    Map<UUID, Integer> weights = new LinkedHashMap<>();
    for (int value : values) {
      weights.put(UUID.randomUUID(), value);
    }
    return weights;
  }

  private static List<Integer> scaled(int total, int... values) {
    return List.copyOf(TrafficSplit.scale(weights(values), total).values());
  }

  @Test
  void proportionsStayAsTheyAre() {
    assertThat(scaled(90, 100)).containsExactly(90);
    assertThat(scaled(80, 90, 10)).containsExactly(72, 8);
    assertThat(scaled(100, 1, 0, 3)).containsExactly(25, 0, 75);
    assertThat(scaled(0, 60, 40)).containsExactly(0, 0);
    assertThat(scaled(90)).isEmpty();
  }

  @Test
  void theLargestRemainderIsRoundedUp() {
    assertThat(scaled(100, 1, 1, 1)).containsExactly(34, 33, 33);
    assertThat(scaled(50, 33, 67)).containsExactly(17, 33);
  }

  @Test
  void whereNobodyHasAnyTheLastOneGetsAll() {
    assertThat(scaled(100, 0, 0)).containsExactly(0, 100);
  }

  @Test
  void partsAlwaysAddUpToTheWhole() {
    Random random = new Random(7);
    for (int round = 0; round < 1_000; round++) {
      int[] values = random.ints(1 + random.nextInt(32), 0, 101).toArray();
      int total = random.nextInt(101);

      List<Integer> scaled = scaled(total, values);

      assertThat(scaled).allMatch(share -> share >= 0 && share <= total);
      assertThat(scaled.stream().mapToInt(Integer::intValue).sum()).isEqualTo(total);
    }
  }
}
