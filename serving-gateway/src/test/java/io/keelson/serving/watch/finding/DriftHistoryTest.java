package io.keelson.serving.watch.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.Divergence;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.FeatureDrift.DriftTest;
import io.keelson.serving.watch.profile.FeatureKind;
import io.keelson.serving.watch.profile.ProfiledFeature;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DriftHistoryTest {
  private static final OffsetDateTime START =
      OffsetDateTime.of(2026, 11, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private static ProfiledFeature feature(String name) {
    return new ProfiledFeature(
        FeatureKind.INPUT,
        name,
        "features",
        0,
        List.of(),
        BinCounts.of(NumericBins.ofEdges(1), 5, 5, 0));
  }

  private static DriftHistory.Window window(int hour) {
    return new DriftHistory.Window(
        START.plusHours(hour), Duration.ofHours(1), 400, DriftVerdict.DRIFTED);
  }

  private static FeatureDrift found(DriftVerdict verdict, double psi) {
    return new FeatureDrift(verdict, psi, 0.0, null, List.of());
  }

  private static String text(FeatureDrift... found) {
    return Drift.toJson(List.of(found)).encode();
  }

  /** They are megabytes where there are many features. */
  @Test
  void whatWasFoundIsReadOnlyForWhoAsksForFeatures() {
    DriftHistory history =
        new DriftHistory(
            3,
            List.of(window(0)),
            List.of(feature("a"), feature("b")),
            () -> {
              throw new IllegalStateException("they are read");
            });
    assertThat(history.revision()).isEqualTo(3);
    assertThat(history.featureCount()).isEqualTo(2);
    assertThat(history.windows()).containsExactly(window(0));
    assertThatThrownBy(() -> history.features(held -> {})).hasMessage("they are read");
  }

  /** One of the largest: two tests with numbers at their full length. */
  @Test
  void thereIsRoomForWhatIsReadBeforeItIsRead() {
    DriftTest longest =
        new DriftTest(
            Divergence.NORMAL_SCORES,
            -1.2345678901234567E-100,
            -1.2345678901234567E-100,
            -1.2345678901234567E-100,
            -1.2345678901234567E-100,
            -1.2345678901234567E-100,
            false);
    String window =
        text(
            new FeatureDrift(
                DriftVerdict.INSUFFICIENT,
                -1.2345678901234567E-100,
                -1.2345678901234567E-100,
                -1.2345678901234567E-100,
                List.of(longest, longest)));
    List<Object> order = new ArrayList<>();
    DriftHistory history =
        new DriftHistory(
            3,
            List.of(window(0), window(1)),
            List.of(feature("a")),
            () -> {
              order.add("read");
              return List.of(window, window);
            });

    assertThatThrownBy(
            () ->
                history.features(
                    bytes -> {
                      throw new IllegalStateException("no room for " + bytes);
                    }))
        .hasMessage("no room for 2000");
    assertThat(order).isEmpty();
    assertThat(history.features(order::add)).hasSize(1);
    assertThat(history.features(order::add)).as("read once, held once").hasSize(1);
    assertThat(order).containsExactly(2_000L, "read");
    assertThat(window.length()).isLessThan(DriftHistory.BYTES_PER_FINDING);
  }

  @Test
  void aWindowThatIsGoneMeanwhileSaysNothing() {
    DriftHistory history =
        new DriftHistory(
            1,
            List.of(window(0), window(1)),
            List.of(feature("a")),
            () -> Arrays.asList(null, text(found(DriftVerdict.DRIFTED, 0.3))));
    assertThat(history.features(held -> {}).getFirst().points())
        .extracting(DriftHistory.Point::verdict)
        .containsExactly(DriftVerdict.INSUFFICIENT, DriftVerdict.DRIFTED);
  }

  @Test
  void featuresComeByTheWindowsInWhichTheyDriftedThenByTheNewest() {
    DriftHistory history =
        new DriftHistory(
            1,
            List.of(window(0), window(1)),
            List.of(feature("calm"), feature("far"), feature("drifted")),
            () ->
                List.of(
                    text(
                        found(DriftVerdict.STABLE, 0.9),
                        found(DriftVerdict.STABLE, 0.1),
                        found(DriftVerdict.DRIFTED, 0.2)),
                    text(
                        found(DriftVerdict.STABLE, 0.1),
                        found(DriftVerdict.STABLE, 0.5),
                        found(DriftVerdict.DRIFTED, 0.3))));
    assertThat(history.features(held -> {}))
        .extracting(feature -> feature.profiled().name(), DriftHistory.Feature::drifted)
        .containsExactly(tuple("drifted", 2), tuple("far", 0), tuple("calm", 0));
    assertThat(history.features(held -> {}).getFirst().points())
        .extracting(DriftHistory.Point::psi)
        .containsExactly(0.2, 0.3);
    assertThat(history.features(held -> {}))
        .as("they are read once")
        .isSameAs(history.features(held -> {}));
  }
}
