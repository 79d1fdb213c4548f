package io.keelson.api.retraining.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What is made of a scoring job's counts, and which are not believed. */
class ComparisonTest {
  private static JsonObject scores(int both, int champion, int challenger, int none) {
    return new JsonObject()
        .put("bothRight", both)
        .put("onlyChampion", champion)
        .put("onlyChallenger", challenger)
        .put("bothWrong", none)
        .put(
            "metrics",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("name", "accuracy")
                        .put("champion", 0.9224)
                        .put("challenger", 0.9312)));
  }

  @Test
  void aClearDifferenceIsShownWithItsIntervalAndTest() {
    Comparison comparison = Comparison.ofScores(scores(18_204, 392, 569, 995));

    assertThat(comparison.rows()).isEqualTo(20_160);
    assertThat(comparison.chiSquare()).isCloseTo(32.2, within(0.1));
    assertThat(comparison.pValue()).isBetween(1e-9, 2e-8);
    assertThat(comparison.difference()).isCloseTo(0.0088, within(0.0001));
    assertThat(comparison.lower()).isCloseTo(0.0058, within(0.0002));
    assertThat(comparison.upper()).isCloseTo(0.0118, within(0.0002));
    assertThat(comparison.isBetter(0.01)).isTrue();
    assertThat(Comparison.of(comparison.json())).isEqualTo(comparison);
  }

  @Test
  void chanceAndAWorseChallengerAreNotBetter() {
    assertThat(Comparison.ofScores(scores(500, 28, 32, 40)).isBetter(0.05)).isFalse();
    assertThat(Comparison.ofScores(scores(500, 50, 10, 40)).isBetter(0.05)).isFalse();
    assertThat(Comparison.ofScores(scores(500, 0, 0, 0)).isBetter(0.5)).isFalse();
  }

  @Test
  void whatDoesNotAddUpIsRefused() {
    assertThatThrownBy(() -> Comparison.ofScores(scores(0, 0, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 rows");
    assertThatThrownBy(() -> Comparison.ofScores(scores(-1, 0, 9, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Comparison.ofScores(scores(200_000, 1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Comparison.ofScores(new JsonObject().put("bothRight", "many")))
        .isInstanceOf(IllegalArgumentException.class);
    JsonObject infinite = scores(10, 1, 5, 0);
    infinite.getJsonArray("metrics").getJsonObject(0).put("champion", Double.NaN);
    assertThat(Comparison.ofScores(infinite).metrics()).isEmpty();
  }

  private static JsonObject counted(JsonObject scores, int labelled, int twice, int trainedOn) {
    return scores.put("labelled", labelled).put("duplicates", twice).put("inTraining", trainedOn);
  }

  @Test
  void rowsThatWereLeftOutAreCounted() {
    Comparison comparison = Comparison.ofScores(counted(scores(500, 10, 50, 40), 1_000, 200, 150));

    assertThat(comparison.leftOut()).isEqualTo(new Comparison.LeftOut(200, 150, 50));
    assertThat(Comparison.of(comparison.json())).isEqualTo(comparison);
    assertThatThrownBy(() -> Comparison.ofScores(counted(scores(500, 10, 50, 40), 1_000, 300, 150)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not add up");
  }

  @Test
  void ofTooFewRowsNothingIsConcluded() {
    Comparison few = Comparison.ofScores(counted(scores(0, 0, 29, 0), 1_029, 0, 1_000));
    assertThat(few.pValue()).isLessThan(1e-6);
    assertThat(few.isEnough()).isFalse();
    assertThat(few.isBetter(0.5)).isFalse();
    assertThat(Comparison.ofScores(scores(0, 0, 30, 0)).isBetter(0.5)).isTrue();

    Comparison none = Comparison.ofScores(counted(scores(0, 0, 0, 0), 600, 0, 600));
    assertThat(none.rows()).isZero();
    assertThat(none.isBetter(0.5)).isFalse();
    assertThat(none.leftOut().inTraining()).isEqualTo(600);
    assertThat(Comparison.of(none.json())).isEqualTo(none);
  }
}
