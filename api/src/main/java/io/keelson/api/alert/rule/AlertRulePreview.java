package io.keelson.api.alert.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How often a rule would have spoken.
 *
 * @param firings how often it would have fired
 * @param firing for how long altogether
 * @param withoutData for how long there was nothing to judge by
 * @param windows how many windows were looked at
 * @param over in how many of them the value was over the threshold
 * @param highest value; null where there was none
 * @param missing why there was none, in words; null where there was one
 * @param points of the whole time, at most 168
 */
public record AlertRulePreview(
    int firings,
    Duration firing,
    Duration withoutData,
    int windows,
    int over,
    Double highest,
    String missing,
    List<Point> points) {
  private static final int MAX_POINTS = 168;

  public AlertRulePreview {
    points = List.copyOf(points);
  }

  /**
   * Some windows, one after the other.
   *
   * @param at when the last of them ends
   * @param highest value; null where there was none
   */
  public record Point(Instant at, Double highest) {}

  /**
   * @param past oldest first, at least one
   */
  static AlertRulePreview of(List<Observer.Past> past, AlertRule.Condition condition) {
    AlertState state = AlertState.ok(Instant.EPOCH);
    int firings = 0;
    int over = 0;
    Duration firing = Duration.ZERO;
    Duration withoutData = Duration.ZERO;
    Double highest = null;
    for (Observer.Past one : past) {
      AlertState next =
          state.after(one.seen(), condition.threshold(), condition.lasting(), one.at());
      if (next.status() == AlertStatus.FIRING) {
        firing = firing.plus(condition.window());
        firings += state.hasFired() && !state.status().isOver() ? 0 : 1;
      }
      Double value = one.seen().value();
      if (value == null) {
        withoutData = withoutData.plus(condition.window());
      } else {
        over += value > condition.threshold() ? 1 : 0;
        highest = highest == null ? value : Double.max(highest, value);
      }
      state = next;
    }
    return new AlertRulePreview(
        firings,
        firing,
        withoutData,
        past.size(),
        over,
        highest,
        highest == null ? past.getLast().seen().why() : null,
        points(past));
  }

  /** The values that were seen, in at most 168 equal parts of the time. */
  static List<Point> points(List<Observer.Past> past) {
    int windows = Math.ceilDiv(past.size(), MAX_POINTS);
    List<Point> points = new ArrayList<>();
    for (int from = 0; from < past.size(); from += windows) {
      List<Observer.Past> some = past.subList(from, Math.min(past.size(), from + windows));
      points.add(
          new Point(
              some.getLast().at(),
              some.stream()
                  .map(one -> one.seen().value())
                  .filter(Objects::nonNull)
                  .max(Double::compare)
                  .orElse(null)));
    }
    return points;
  }
}
