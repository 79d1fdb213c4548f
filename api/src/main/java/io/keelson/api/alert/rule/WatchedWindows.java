package io.keelson.api.alert.rule;

import io.keelson.serving.watch.drift.DriftVerdict;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.serving.watch.finding.DriftSummary;
import io.keelson.serving.watch.quality.Quality;
import io.keelson.serving.watch.quality.QualityMeasure;
import io.keelson.serving.watch.quality.QualityRule;
import io.keelson.serving.watch.quality.QualityWindow;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Looks at what is found of endpoints window by window. What a look sees is the newest window of
 * each revision, as long as it is new, and of these the worst.
 */
@ApplicationScoped
public class WatchedWindows {
  /** Fewer labels say too little of a mean or a share. */
  static final int MIN_LABELS = 30;

  /** After the end of a window it is judged. */
  private static final Duration JUDGED_AFTER = Duration.ofMinutes(1);

  private final Drift drift;
  private final Quality quality;

  public WatchedWindows(Drift drift, Quality quality) {
    this.drift = drift;
    this.quality = quality;
  }

  /**
   * A window of one revision.
   *
   * @param isNewFor after its end, where the rule's own window is not longer
   * @param value null where it says nothing
   */
  private record Seen(
      Instant ends, Duration isNewFor, int revision, Double value, JsonObject evidence) {
    boolean isNew(Instant at, Duration window) {
      Duration age = Duration.between(ends, at);
      return age.compareTo(isNewFor) <= 0 || age.compareTo(window) <= 0;
    }
  }

  /**
   * What is there to look at.
   *
   * @param windows newest first
   * @param missing what is said where nothing is new
   */
  private record Windows(List<Seen> windows, Duration longestNew, String missing) {}

  Observation look(UUID tenantId, AlertRule.Condition condition, Instant now) {
    return at(read(tenantId, condition, now, now), 0, condition.window(), now);
  }

  /**
   * What would have been seen at the end of each window of the rule, by what is known now: labels
   * that came later count.
   */
  List<Observer.Past> history(
      UUID tenantId, AlertRule.Condition condition, Duration period, Instant now) {
    Instant from = now.minus(period);
    Windows read = read(tenantId, condition, from, now);
    List<Observer.Past> past = new ArrayList<>();
    int newest = 0;
    for (Instant at = now; at.isAfter(from); at = at.minus(condition.window())) {
      while (newest < read.windows().size()
          && read.windows().get(newest).ends().plus(JUDGED_AFTER).isAfter(at)) {
        newest++;
      }
      past.add(new Observer.Past(at, at(read, newest, condition.window(), at)));
    }
    return past.reversed();
  }

  private static Observation at(Windows read, int newest, Duration window, Instant at) {
    Map<Integer, Seen> ofRevisions = new HashMap<>();
    for (Seen seen : read.windows().subList(newest, read.windows().size())) {
      Duration age = Duration.between(seen.ends(), at);
      if (age.compareTo(window) > 0 && age.compareTo(read.longestNew()) > 0) {
        break;
      }
      if (seen.isNew(at, window)) {
        ofRevisions.putIfAbsent(seen.revision(), seen);
      }
    }
    if (ofRevisions.isEmpty()) {
      return Observation.none(read.missing());
    }
    Seen worst = null;
    for (Seen seen : ofRevisions.values()) {
      if (worst == null
          || seen.value() != null && (worst.value() == null || seen.value() > worst.value())) {
        worst = seen;
      }
    }
    return worst.value() == null
        ? Observation.none(
            "the window has too few rows, or too few windows were judged", worst.evidence())
        : Observation.of(worst.value(), worst.evidence());
  }

  private Windows read(UUID tenantId, AlertRule.Condition condition, Instant from, Instant to) {
    return condition.kind() == AlertRuleKind.DRIFT
        ? ofDrift(tenantId, condition, from, to)
        : ofQuality(tenantId, condition, from, to);
  }

  private Windows ofDrift(UUID tenantId, AlertRule.Condition condition, Instant from, Instant to) {
    UUID endpoint = condition.endpointId();
    DriftRule rule = drift.rulesOf(tenantId, List.of(endpoint)).get(endpoint);
    if (rule == null) {
      return new Windows(List.of(), Duration.ZERO, "the endpoint is not watched for drift");
    }
    // Twice: many windows end at one time, and are judged one after the other.
    Duration isNewFor = rule.window().multipliedBy(2).plus(JUDGED_AFTER);
    List<Seen> seen =
        drift
            .summaries(
                tenantId,
                endpoint,
                before(from, isNewFor, condition.window(), rule.window()),
                utc(to))
            .stream()
            .map(window -> ofDrift(window, isNewFor))
            .toList();
    return new Windows(seen, isNewFor, "no window was judged lately");
  }

  private static Seen ofDrift(DriftSummary window, Duration isNewFor) {
    JsonObject evidence =
        new JsonObject()
            .put("from", window.from().toString())
            .put("revision", window.revision())
            .put("rows", window.rows())
            .put("verdict", window.verdict().name())
            .put("drifted", window.drifted())
            .put("features", window.features());
    Double value =
        window.verdict() == DriftVerdict.INSUFFICIENT ? null : (Double) (double) window.drifted();
    return new Seen(window.to().toInstant(), isNewFor, window.revision(), value, evidence);
  }

  private Windows ofQuality(
      UUID tenantId, AlertRule.Condition condition, Instant from, Instant to) {
    UUID endpoint = condition.endpointId();
    QualityRule rule = quality.rulesOf(tenantId, List.of(endpoint)).get(endpoint);
    if (rule == null) {
      return new Windows(List.of(), Duration.ZERO, "the endpoint is not judged by labels");
    }
    Duration isNewFor = rule.window().plus(rule.horizon()).plus(JUDGED_AFTER.multipliedBy(2));
    List<Seen> seen =
        quality
            .labelled(
                tenantId,
                endpoint,
                before(from, isNewFor, condition.window(), rule.window()),
                utc(to.minus(rule.window())),
                MIN_LABELS)
            .stream()
            .map(window -> ofQuality(window, isNewFor))
            .toList();
    return new Windows(
        seen, isNewFor, "no window lately has " + MIN_LABELS + " labels that can be compared");
  }

  private static Seen ofQuality(QualityWindow window, Duration isNewFor) {
    boolean isShare = window.measure() == QualityMeasure.ACCURACY;
    JsonObject evidence =
        new JsonObject()
            .put("from", window.from().toString())
            .put("revision", window.revision())
            .put("measure", window.measure().name())
            .put("predictions", window.predictions())
            .put("labels", window.labels())
            .put("value", window.value())
            .put("low", window.low())
            .put("high", window.high());
    return new Seen(
        window.from().plus(window.length()).toInstant(),
        isNewFor,
        window.revision(),
        isShare ? 1 - window.value() : window.value(),
        evidence);
  }

  /** When the first windows begin that may be new at a time. */
  private static OffsetDateTime before(
      Instant at, Duration isNewFor, Duration ruleWindow, Duration length) {
    Duration longest = isNewFor.compareTo(ruleWindow) > 0 ? isNewFor : ruleWindow;
    return utc(at.minus(longest).minus(length));
  }

  private static OffsetDateTime utc(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
