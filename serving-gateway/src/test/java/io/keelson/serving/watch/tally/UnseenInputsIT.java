package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.DriftWindow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes beside the inputs that a model was trained with, as two gateways write it. */
class UnseenInputsIT {
  private final WatchedEndpoint watched = new WatchedEndpoint();

  @AfterEach
  void close() {
    watched.close();
  }

  /** Of two gateways, each with names that callers make up. */
  @Test
  void inputsThatTrainingHasNotSeenAreAddedUpAndTheMostFrequentKept() {
    for (int hour = 0; hour < 2; hour++) {
      for (int i = 0; i < 20; i++) {
        watched.askWith(watched.oneQueue, i < 15 ? "colour" : "one \u0000 " + i);
        watched.askWith(watched.otherQueue, i < 15 ? "colour" : "other " + i);
      }
      watched.hour(500, 0);
    }
    watched.judge();

    DriftWindow newest = watched.windows().getFirst();
    assertThat(newest.rows()).isEqualTo(1_000 + 2 * 20 * 5);
    assertThat(newest.unseen().rows()).isEqualTo(2 * 20 * 5);
    assertThat(newest.unseen().names())
        .hasSize(11)
        .startsWith("colour")
        .contains("one   15", "other 15");
    assertThat(newest.verdict()).as("the features that are there").isEqualTo(DriftVerdict.STABLE);

    for (int i = 0; i < 40; i++) {
      watched.askWith(watched.oneQueue, "made up " + i);
      watched.one.flush();
    }
    assertThat(
            watched.ground.query(
                "SELECT max((SELECT count(*) FROM jsonb_object_keys(unseen_names))) FROM"
                    + " serving.drift_window"))
        .isEqualTo(List.of((long) UnseenInputs.MAX_NAMES));
  }

  /** Of two gateways that see other names, and write again and again what they saw since. */
  @Test
  void gatewaysWriteWhatSpaceSavingPromises() {
    Random random = new Random(11);
    Map<String, Long> truth = new HashMap<>();
    long all = 0;
    for (int write = 0; write < 20; write++) {
      boolean isOne = write % 2 == 0;
      for (int i = 0; i < 30; i++) {
        String name = "n " + ((isOne ? 0 : 10) + (int) (40 * Math.pow(random.nextDouble(), 3)));
        watched.askWith(isOne ? watched.oneQueue : watched.otherQueue, name);
        truth.merge(name, 5L, Long::sum);
        all += 5;
      }
      (isOne ? watched.one : watched.other).flush();

      Map<String, Long> kept = keptNames();
      long bound = all / UnseenInputs.MAX_NAMES;
      kept.forEach(
          (name, count) ->
              assertThat(count)
                  .as(name)
                  .isBetween(truth.getOrDefault(name, 0L), truth.getOrDefault(name, 0L) + bound));
      assertThat(truth)
          .allSatisfy(
              (name, count) -> assertThat(count <= bound || kept.containsKey(name)).isTrue());
    }
  }

  private Map<String, Long> keptNames() {
    Map<String, Long> kept = new HashMap<>();
    watched
        .ground
        .database
        .read(
            watched.tenant,
            "SELECT unseen_names FROM serving.drift_window WHERE tenant_id = $1",
            watched.tenant)
        .iterator()
        .next()
        .getJsonObject("unseen_names")
        .forEach(name -> kept.put(name.getKey(), ((Number) name.getValue()).longValue()));
    return kept;
  }

  /** A renamed tensor: before, such requests were dropped, and nothing drifted. */
  @Test
  void aFeedWithoutAnyOfTheFeaturesDrifts() {
    watched.hour(500, 0);
    for (int hour = 0; hour < 2; hour++) {
      for (int i = 0; i < 40; i++) {
        ModelInferRequest.Builder renamed =
            Messages.request(new float[][] {{1, 2}, {3, 4}, {5, 6}}).toBuilder();
        renamed.getInputsBuilder(0).setName("values");
        watched.answered(watched.oneQueue, renamed.build(), 0, 1, 0);
      }
      watched.one.flush();
      watched.ground.passSeconds(WatchedEndpoint.HOUR);
    }
    watched.judge();

    DriftWindow newest = watched.windows().getFirst();
    assertThat(newest.verdict()).isEqualTo(DriftVerdict.DRIFTED);
    assertThat(newest.rows()).isEqualTo(120);
    assertThat(newest.unseen()).isEqualTo(new DriftWindow.Unseen(120, List.of("values")));
    assertThat(watched.rule().dropped().unreadable()).isZero();
  }
}
