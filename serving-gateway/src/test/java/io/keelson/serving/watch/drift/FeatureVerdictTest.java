package io.keelson.serving.watch.drift;

import static io.keelson.serving.watch.drift.DriftVerdict.DRIFTED;
import static io.keelson.serving.watch.drift.DriftVerdict.INSUFFICIENT;
import static io.keelson.serving.watch.drift.DriftVerdict.STABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureVerdictTest {
  /** D drifted, c clear, - too few rows; oldest first. */
  @ParameterizedTest
  @CsvSource({
    "DDD, DRIFTED",
    "DDc, DRIFTED",
    "cDD, DRIFTED",
    "DcD, DRIFTED",
    "DD-, DRIFTED",
    "D-D, DRIFTED",
    "DD, DRIFTED",
    "ccc, STABLE",
    "Dcc, STABLE",
    "ccD, STABLE",
    "-cc, STABLE",
    "c-c, STABLE",
    "cc, STABLE",
    "cc-, INSUFFICIENT",
    "Dc-, INSUFFICIENT",
    "D-c, INSUFFICIENT",
    "--c, INSUFFICIENT",
    "--D, INSUFFICIENT",
    "---, INSUFFICIENT",
    "c, INSUFFICIENT",
    "D, INSUFFICIENT",
    "'', INSUFFICIENT"
  })
  void twoOfThreeWindowsDecide(String windows, DriftVerdict expected) {
    List<WindowFinding> findings = windows.chars().mapToObj(c -> finding((char) c)).toList();

    assertThat(FeatureVerdict.of(findings, DriftSettings.DEFAULTS).verdict()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"D, DRIFTED", "c, STABLE", "-, INSUFFICIENT"})
  void oneOfOneWindowIsItsOwnVerdict(String window, DriftVerdict expected) {
    DriftSettings one = new DriftSettings(0.01, DriftSettings.DEFAULTS.criteria(), 1, 1, 1);

    assertThat(FeatureVerdict.of(List.of(finding(window.charAt(0))), one).verdict())
        .isEqualTo(expected)
        .isIn(STABLE, DRIFTED, INSUFFICIENT);
  }

  private static WindowFinding finding(char window) {
    return switch (window) {
      case '-' -> new WindowFinding.TooFewRows(1_000, 3);
      default ->
          new WindowFinding.Tested(
              1_000,
              200,
              10,
              List.of(
                  new WindowFinding.Evidence(
                      Divergence.PSI, 1, 1, 1, 1, window == 'D', WindowFinding.Method.CHI_SQUARE)));
    };
  }
}
