package io.keelson.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void oursAndTheBaselineTakeTurns() throws Exception {
    List<String> order = new ArrayList<>();

    Rounds rounds =
        Rounds.alternate(
            2,
            round -> {
              order.add("ours " + round);
              return 10 + round;
            },
            round -> {
              order.add("baseline " + round);
              return 20 + round;
            });

    assertThat(order).containsExactly("ours 0", "baseline 0", "ours 1", "baseline 1");
    assertThat(rounds.medianOurs()).isEqualTo(10.5);
    assertThat(rounds.medianBaseline()).isEqualTo(20.5);
  }

  @Test
  void warmingUpEndsWhenARequestHasTwiceNotGotCheaper() throws Exception {
    List<Double> costs = List.of(300.0, 60.0, 90.0, 40.0, 39.5, 41.0, 20.0);
    List<Integer> runs = new ArrayList<>();

    Rounds.warmUp(
        run -> {
          runs.add(run);
          return costs.get(run);
        });

    assertThat(runs).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void warmingUpIsBounded() throws Exception {
    List<Integer> runs = new ArrayList<>();

    Rounds.warmUp(
        run -> {
          runs.add(run);
          return Math.pow(0.5, run);
        });

    assertThat(runs).hasSize(24);
  }

  @Test
  void theMedianIsNotMovedByOneOutlier() {
    assertThat(Rounds.median(List.of(900.0, 1.0, 2.0))).isEqualTo(2.0);
  }
}
