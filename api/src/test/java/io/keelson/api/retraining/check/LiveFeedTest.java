package io.keelson.api.retraining.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.bins.NumericBins;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.DriftWindow;
import io.keelson.serving.watch.finding.FeatureDrift;
import io.keelson.serving.watch.profile.FeatureKind;
import io.keelson.serving.watch.profile.ProfiledFeature;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an endpoint is asked, beside what its model was trained on. */
class LiveFeedTest {
  private static final OffsetDateTime START = OffsetDateTime.parse("2026-11-28T10:00:00Z");
  private static final Bins NUMBERS = NumericBins.ofEdges(1, 2);
  private static final Bins COLOURS = CategoryBins.of(List.of("red", "white"));

  @Test
  void aJumpOfMissingValuesOrOfUnseenCategoriesIsABrokenFeed() {
    assertThat(breaks(feature("size", NUMBERS, counts(40, 30, 20, 10), counts(10, 10, 10, 70))))
        .startsWith("asked live, more values of 1 feature are missing or of another type, than");
    assertThat(breaks(feature("colour", COLOURS, counts(60, 40, 0, 0), counts(10, 10, 80, 0))))
        .startsWith(
            "asked live, more values of 1 feature are of categories that training has not seen, than");
  }

  @Test
  void valuesThatOnlyDriftAreNoBrokenFeed() {
    DriftWindow window =
        window(feature("size", NUMBERS, counts(40, 30, 20, 10), counts(5, 5, 65, 25)));
    assertThat(LiveFeed.breaks(window)).isEmpty();
  }

  @Test
  void whatIsAnsweredIsNoFeedAndNeitherNamesNorSharesOfLiveRequestsAreTold() {
    DriftWindow.Feature answer =
        new DriftWindow.Feature(
            new ProfiledFeature(
                FeatureKind.PREDICTION, "label", "y", 0, List.of(), of(COLOURS, 50, 50, 0, 0)),
            of(COLOURS, 0, 0, 100, 0),
            drifted());
    assertThat(LiveFeed.breaks(window(answer))).isEmpty();
    DriftWindow.Feature[] all = new DriftWindow.Feature[7];
    for (int i = 0; i < all.length; i++) {
      all[i] = feature("f" + i, NUMBERS, counts(1, 1, 1, 0), counts(0, 0, 0, 3));
    }
    assertThat(breaks(all)).contains("7 features").doesNotContain("f0", "f5", "100", "%");
  }

  @Test
  void featuresThatMostRowsLackAndInputsOfMostRowsThatTrainingLacksAreAnotherSchema() {
    DriftWindow.Feature size =
        feature("size", NUMBERS, counts(40, 30, 20, 10), counts(0, 0, 0, 100));
    DriftWindow.Feature sound =
        feature("age", NUMBERS, counts(40, 30, 20, 10), counts(40, 30, 20, 10));

    assertThat(LiveFeed.breaks(window(100, size, sound)).orElseThrow())
        .contains(
            "the schema has changed: most rows are without 1 feature and have inputs that training has not seen")
        .doesNotContain("secret", "size", "100");
    assertThat(LiveFeed.breaks(window(51, sound)).orElseThrow())
        .startsWith(
            "asked live, the schema has changed: most rows have inputs that training has not seen");
    assertThat(LiveFeed.breaks(window(50, sound))).as("some callers may send more").isEmpty();
  }

  @Test
  void whatTrainingLackedInMostRowsTooIsNoOtherSchema() {
    assertThat(
            LiveFeed.breaks(
                window(feature("size", NUMBERS, counts(10, 10, 10, 70), counts(8, 6, 6, 80)))))
        .isEmpty();
  }

  @Test
  void aWindowOfTooFewRowsIsNotLookedAtAndTheOneBeforeItIs() {
    DriftWindow alone = window(1, 1, START.plusHours(1));
    DriftWindow before = window(0, 100, START);
    OffsetDateTime now = START.plusMinutes(130);

    assertThat(LiveFeed.newest(List.of(alone, before), 30, now)).contains(before);
    assertThat(LiveFeed.newest(List.of(alone), 30, now)).isEmpty();
    assertThat(LiveFeed.newest(List.of(before), 30, START.plusHours(9))).as("long ago").isEmpty();
  }

  @Test
  void whatSomebodyAsksForIsNotDeclinedByItAndTheyAreToldWhatWasSeen() {
    Optional<String> breaks = Optional.of("the schema has changed");
    LiveFeed.Seen byHand = new LiveFeed.Seen(breaks, false, "what is asked");

    assertThat(byHand.declining()).isEmpty();
    assertThat(byHand.told("all is well"))
        .isEqualTo("the schema has changed; that declines no run that somebody asks for");
    assertThat(new LiveFeed.Seen(breaks, true, "what is asked").declining()).isEqualTo(breaks);
  }

  private static String breaks(DriftWindow.Feature... features) {
    return LiveFeed.breaks(window(features)).orElseThrow();
  }

  private static DriftWindow window(DriftWindow.Feature... features) {
    return window(0, features);
  }

  /**
   * @param unseen rows of 100 that have inputs which training has not seen
   */
  private static DriftWindow window(long unseen, DriftWindow.Feature... features) {
    return window(unseen, 100, START, features);
  }

  private static DriftWindow window(
      long unseen, long rows, OffsetDateTime at, DriftWindow.Feature... features) {
    return new DriftWindow(
        at,
        Duration.ofHours(1),
        1,
        rows,
        100,
        DriftVerdict.DRIFTED,
        at,
        List.of(features),
        new DriftWindow.Unseen(unseen, unseen == 0 ? List.of() : List.of("secret")));
  }

  private static DriftWindow.Feature feature(
      String name, Bins bins, long[] trained, long[] observed) {
    return new DriftWindow.Feature(
        new ProfiledFeature(FeatureKind.INPUT, name, "features", 0, List.of(), of(bins, trained)),
        of(bins, observed),
        drifted());
  }

  private static FeatureDrift drifted() {
    return new FeatureDrift(DriftVerdict.DRIFTED, 1.0, 1.0, null, List.of());
  }

  private static BinCounts of(Bins bins, long... counts) {
    return BinCounts.of(bins, counts);
  }

  private static long[] counts(long... counts) {
    return counts;
  }
}
