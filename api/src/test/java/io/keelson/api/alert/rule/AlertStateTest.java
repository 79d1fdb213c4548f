package io.keelson.api.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertStateTest {
  private static final Instant BEGIN = Instant.parse("2026-11-19T14:00:00Z");
  private static final double LIMIT = 10;
  private static final Duration FIVE = Duration.ofMinutes(5);

  private static Observation seen(Double value) {
    return value == null
        ? Observation.none("nothing was seen")
        : Observation.of(value, new JsonObject());
  }

  /** The states that a rule went through, looked at once a minute. */
  private static List<AlertStatus> states(Duration lasting, Double... values) {
    List<AlertStatus> states = new ArrayList<>();
    AlertState state = AlertState.ok(BEGIN);
    for (int minute = 0; minute < values.length; minute++) {
      state =
          state.after(seen(values[minute]), LIMIT, lasting, BEGIN.plus(Duration.ofMinutes(minute)));
      if (states.isEmpty() || states.getLast() != state.status()) {
        states.add(state.status());
      }
    }
    return states;
  }

  @Test
  void itFiresOnceTheValueIsOverForLongEnoughAndEndsWithTheFirstThatIsNot() {
    assertThat(states(FIVE, 1.0, 11.0, 11.0, 11.0, 11.0, 11.0, 9.0, 9.0))
        .as("four minutes")
        .containsExactly(AlertStatus.OK, AlertStatus.PENDING, AlertStatus.OK);
    assertThat(states(FIVE, 1.0, 11.0, 11.0, 11.0, 11.0, 11.0, 11.0, 12.0, 10.0, 9.0))
        .as("five minutes; the limit itself is not over it")
        .containsExactly(
            AlertStatus.OK, AlertStatus.PENDING, AlertStatus.FIRING, AlertStatus.RESOLVED);
    assertThat(states(Duration.ZERO, 1.0, 11.0, 9.0, 11.0))
        .containsExactly(
            AlertStatus.OK, AlertStatus.FIRING, AlertStatus.RESOLVED, AlertStatus.FIRING);
  }

  @Test
  void withoutDataItIsNeitherGoodNorBad() {
    assertThat(states(FIVE, 1.0, null, null, 1.0))
        .containsExactly(AlertStatus.OK, AlertStatus.NO_DATA, AlertStatus.OK);
    assertThat(states(Duration.ZERO, 11.0, null, 11.0, null, 9.0))
        .as("what fired fires on, and is over only when that is seen")
        .containsExactly(
            AlertStatus.FIRING,
            AlertStatus.NO_DATA,
            AlertStatus.FIRING,
            AlertStatus.NO_DATA,
            AlertStatus.RESOLVED);
    assertThat(states(FIVE, 11.0, null, 11.0))
        .as("time without data does not count")
        .containsExactly(AlertStatus.PENDING, AlertStatus.NO_DATA, AlertStatus.PENDING);
  }

  @Test
  void everyStepIsOneThatTheStatesAllow() {
    Random random = new Random(7);
    AlertState state = AlertState.ok(BEGIN);
    for (int minute = 0; minute < 100_000; minute++) {
      Double value = random.nextInt(5) == 0 ? null : (Double) (random.nextDouble() * 20);
      AlertState next =
          state.after(
              seen(value),
              LIMIT,
              Duration.ofMinutes(random.nextInt(3)),
              BEGIN.plus(Duration.ofMinutes(minute)));
      if (next.status() != state.status()) {
        assertThat(state.status().mayBecome(next.status()))
            .as("%s > %s", state.status(), next.status())
            .isTrue();
      }
      assertThat(
              next.status() == AlertStatus.RESOLVED
                  && !state.hasFired()
                  && state.status() != AlertStatus.RESOLVED)
          .as("only what fired is resolved")
          .isFalse();
      state = next;
    }
  }

  @Test
  void aPreviewCountsWhatWouldHaveFired() {
    AlertRule.Condition condition =
        new AlertRule.Condition(
            AlertRuleKind.JOB_FAILURE, null, LIMIT, FIVE, Duration.ofMinutes(10));
    Double[] values = {1.0, 11.0, 11.0, 11.0, 20.0, null, 11.0, 1.0, 11.0, 1.0, null};
    List<Observer.Past> past = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      past.add(new Observer.Past(BEGIN.plus(FIVE.multipliedBy(i)), seen(values[i])));
    }

    AlertRulePreview preview = AlertRulePreview.of(past, condition);

    assertThat(preview.firings()).isEqualTo(1);
    assertThat(preview.firing()).isEqualTo(Duration.ofMinutes(15));
    assertThat(preview.withoutData()).isEqualTo(Duration.ofMinutes(10));
    assertThat(preview.windows()).isEqualTo(11);
    assertThat(preview.over()).isEqualTo(6);
    assertThat(preview.highest()).isEqualTo(20.0);
    assertThat(preview.missing()).isNull();
    assertThat(preview.points())
        .extracting(AlertRulePreview.Point::highest)
        .containsExactly(values);
  }

  /** Where requests were counted, and none of them came. */
  @Test
  void aPreviewWithoutAValueSaysWhy() {
    AlertRule.Condition condition =
        new AlertRule.Condition(AlertRuleKind.DRIFT, null, LIMIT, FIVE, Duration.ZERO);
    Observation none = Observation.none("nobody asked", new JsonObject().put("requests", 0));
    assertThat(none.evidence().getInteger("requests")).isZero();

    AlertRulePreview preview =
        AlertRulePreview.of(List.of(new Observer.Past(BEGIN, none)), condition);

    assertThat(preview.highest()).isNull();
    assertThat(preview.missing()).isEqualTo("nobody asked");
    assertThatIllegalArgumentException()
        .as("without a value or a reason")
        .isThrownBy(() -> new Observation(null, new JsonObject().put("requests", 0)));
  }

  @Test
  void aLongPreviewHasTheHighestValueOfEachPart() {
    AlertRule.Condition condition =
        new AlertRule.Condition(AlertRuleKind.JOB_FAILURE, null, LIMIT, FIVE, Duration.ZERO);
    List<Observer.Past> past = new ArrayList<>();
    for (int i = 0; i < 2_016; i++) {
      past.add(
          new Observer.Past(BEGIN.plus(FIVE.multipliedBy(i)), seen(i < 12 ? null : (double) i)));
    }

    List<AlertRulePreview.Point> points = AlertRulePreview.of(past, condition).points();

    assertThat(points).hasSize(168);
    assertThat(points.get(0).highest()).as("nothing was seen").isNull();
    assertThat(points.get(1).highest()).isEqualTo(23.0);
    assertThat(points.getLast().at()).isEqualTo(past.getLast().at());
  }
}
