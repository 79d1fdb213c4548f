package io.keelson.serving.watch.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.watch.drift.DriftSettings.Criterion;
import io.keelson.serving.watch.drift.DriftSimulation.Shares;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At a level of 1 % and without floors, with fixed seeds; 10,000 windows of each when heavy. */
class DriftSimulationTest {
  private static final double ALPHA = 0.01;

  private static DriftSimulation simulation(int referenceRows, int windowRows, double shift) {
    List<Criterion> criteria =
        DriftSettings.DEFAULTS.criteria().stream()
            .map(of -> new Criterion(of.divergence(), 0, of.weight()))
            .toList();
    DriftSettings settings = new DriftSettings(ALPHA, criteria, 100, 2, 3);
    return new DriftSimulation(settings, referenceRows, windowRows, shift);
  }

  /** What a true share of alpha exceeds once in a thousand such simulations. */
  private static double atMostAlpha(int windows) {
    return BinomialDistribution.of(windows, ALPHA).inverseSurvivalProbability(0.001)
        / (double) windows;
  }

  @Test
  void whereNothingDriftsLittleIsCalledSo() {
    Shares shares = simulation(2_000, 100, 0).run(300, 1);

    assertThat(shares.windows()).isLessThanOrEqualTo(atMostAlpha(300));
    assertThat(shares.tests()).isLessThanOrEqualTo(atMostAlpha(300));
    assertThat(shares.verdicts()).isLessThanOrEqualTo(atMostAlpha(100));
  }

  @Test
  void aQuarterOfADeviationIsFound() {
    assertThat(simulation(5_000, 1_000, 0.25).run(12, 1).verdicts()).isEqualTo(1);
  }

  @Tag("heavy")
  @ParameterizedTest
  @CsvSource({
    "10000, 100",
    "10000, 300",
    "10000, 1000",
    "10000, 3000",
    "10000, 10000",
    "10000, 30000",
    "10000, 100000",
    "200, 200",
  })
  void tenThousandWindowsWithoutDrift(int referenceRows, int windowRows) {
    Shares shares = simulation(referenceRows, windowRows, 0).run(10_000, windowRows);
    System.out.printf(
        "%d rows after %d: drifted without drift %.4f of windows, %.4f of verdicts;"
            + " p-values within alpha %.4f of tests%n",
        windowRows, referenceRows, shares.windows(), shares.verdicts(), shares.tests());

    assertThat(shares.windows()).isLessThanOrEqualTo(atMostAlpha(10_000));
    assertThat(shares.tests()).isLessThanOrEqualTo(atMostAlpha(10_000));
    assertThat(shares.verdicts()).as("two of three windows").isLessThanOrEqualTo(ALPHA);
  }
}
