package io.keelson.api.retraining.check;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.finding.DriftRule;
import io.keelson.serving.watch.finding.DriftWindow;
import io.keelson.serving.watch.profile.FeatureKind;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The window of live requests that an alert of drift fired for, beside what the model was trained
 * on. A feature whose values are missing, are of another type or of categories that nobody has seen
 * looks like a broken feed: a model that is trained on it only hides that. So does a schema that
 * has changed: features that most rows lack, and inputs of most rows that training has not seen.
 * That is looked at without an alert, too, in the newest window of the endpoint that the policy
 * deploys to. What is said of it has neither names nor shares: a run is read with MODEL_READ, and
 * live requests with ENDPOINT_READ.
 */
@ApplicationScoped
public class LiveFeed {
  /** How much such values may rise before it looks like a broken feed: a fifth of the rows. */
  private static final double MAX_RISE = 0.2;

  /** Of the rows, what most is. */
  private static final double MOST = 0.5;

  /** A window that ended longer ago than so many of its lengths says nothing of now. */
  private static final int MAX_AGE_LENGTHS = 2;

  /** Of as many revisions at once the one that is asked most is looked at. */
  private static final int MAX_REVISIONS = 10;

  private static final String MISSING = "more values of %s are missing or of another type";
  private static final String UNSEEN =
      "more values of %s are of categories that training has not seen";

  private final CatalogReads reads;
  private final Drift drift;
  private final InstantSource clock;

  public LiveFeed(CatalogReads reads, Drift drift, InstantSource clock) {
    this.reads = reads;
    this.drift = drift;
    this.clock = clock;
  }

  /**
   * @param breaks in words; empty where it looks as the training did
   * @param declines whether what breaks declines the run; else it is only told
   * @param asWere what does then, in words
   */
  public record Seen(Optional<String> breaks, boolean declines, String asWere) {
    private static final String ASKED_FOR = "; that declines no run that somebody asks for";

    Optional<String> declining() {
      return declines ? breaks : Optional.empty();
    }

    /** What does not decline the run, or that all is as it was. */
    String told(String asWere) {
      return breaks.map(what -> what + ASKED_FOR).orElse(asWere);
    }
  }

  /**
   * Empty where neither an alert of drift is behind the run nor its endpoint has a window that was
   * judged of late.
   *
   * @param evidence of the run
   * @param isByHand whether somebody asked for it: then the newest window declines nothing, since
   *     anyone who may call the endpoint can make one that does
   * @param endpointId that its policy deploys to; null for none
   */
  public Optional<Seen> of(UUID tenantId, JsonObject evidence, boolean isByHand, UUID endpointId) {
    String alertId = evidence.getString("alertId");
    Optional<Seen> fired =
        alertId == null
            ? Optional.empty()
            : fired(tenantId, UUID.fromString(alertId))
                .flatMap(of -> window(tenantId, of))
                .map(
                    window ->
                        new Seen(
                            breaks(window),
                            true,
                            "what the endpoint was asked in the window that drifted"));
    return fired.isPresent() || endpointId == null
        ? fired
        : newest(tenantId, endpointId)
            .map(
                window ->
                    new Seen(
                        schema(window).map(LiveFeed::asked),
                        !isByHand,
                        "what the endpoint is asked with"));
  }

  private Optional<DriftWindow> newest(UUID tenantId, UUID endpointId) {
    List<DriftWindow> windows = drift.windows(tenantId, endpointId, null, null, MAX_REVISIONS);
    DriftRule rule = drift.rulesOf(tenantId, List.of(endpointId)).get(endpointId);
    return newest(
        windows,
        rule == null ? DriftRule.DEFAULT_MIN_ROWS : rule.minRows(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /**
   * Of too few rows nothing is concluded here, either.
   *
   * @param windows newest first
   */
  static Optional<DriftWindow> newest(List<DriftWindow> windows, int minRows, OffsetDateTime now) {
    List<DriftWindow> enough = windows.stream().filter(window -> window.rows() >= minRows).toList();
    return enough.stream()
        .filter(window -> window.from().isEqual(enough.getFirst().from()))
        .filter(
            window -> window.to().plus(window.length().multipliedBy(MAX_AGE_LENGTHS)).isAfter(now))
        .max(Comparator.comparingLong(DriftWindow::rows));
  }

  private record Fired(UUID endpointId, OffsetDateTime from, int revision) {
    static Fired of(UUID endpointId, JsonObject evidence) {
      return new Fired(
          endpointId,
          OffsetDateTime.parse(evidence.getString("from")),
          evidence.getInteger("revision"));
    }
  }

  private Optional<Fired> fired(UUID tenantId, UUID alertId) {
    return reads
        .list(
            tenantId,
            row -> Fired.of(row.getUUID("endpoint_id"), new JsonObject(row.getString("evidence"))),
            """
            SELECT r.endpoint_id, c.evidence
            FROM catalog.alert a
            JOIN catalog.alert_rule r ON r.tenant_id = a.tenant_id AND r.id = a.rule_id
            JOIN catalog.alert_change c ON c.tenant_id = a.tenant_id AND c.alert_id = a.id
            WHERE a.tenant_id = $1 AND a.id = $2 AND r.kind = 'DRIFT' AND c.status = 'FIRING'
            ORDER BY c.number DESC
            LIMIT 1
            """,
            alertId)
        .stream()
        .findFirst();
  }

  private Optional<DriftWindow> window(UUID tenantId, Fired fired) {
    return drift
        .windows(tenantId, fired.endpointId(), fired.from().plusSeconds(1), fired.revision(), 1)
        .stream()
        .filter(window -> window.from().isEqual(fired.from()))
        .findFirst();
  }

  static Optional<String> breaks(DriftWindow window) {
    int missing = 0;
    int unseen = 0;
    for (DriftWindow.Feature feature : window.features()) {
      if (feature.profiled().kind() == FeatureKind.INPUT) {
        missing += hasRisen(feature, feature.profiled().bins().missing()) ? 1 : 0;
        if (feature.profiled().bins() instanceof CategoryBins categories) {
          unseen += hasRisen(feature, categories.other()) ? 1 : 0;
        }
      }
    }
    List<String> found = new ArrayList<>();
    if (missing > 0) {
      found.add(MISSING.formatted(features(missing)));
    }
    if (unseen > 0) {
      found.add(UNSEEN.formatted(features(unseen)));
    }
    List<String> sentences = new ArrayList<>();
    if (!found.isEmpty()) {
      sentences.add(String.join(", ", found) + ", than in training");
    }
    schema(window).ifPresent(sentences::add);
    return sentences.isEmpty()
        ? Optional.empty()
        : Optional.of(asked(String.join("; ", sentences)));
  }

  private static String asked(String what) {
    return "asked live, " + what + " (which: in the drift of the endpoint)";
  }

  /** That most rows lack what training had, or bring what it had not; empty where neither is so. */
  private static Optional<String> schema(DriftWindow window) {
    long gone =
        window.features().stream()
            .filter(feature -> feature.profiled().kind() == FeatureKind.INPUT)
            .filter(feature -> hasRisen(feature, feature.profiled().bins().missing()))
            .filter(
                feature -> share(feature.observed(), feature.profiled().bins().missing()) > MOST)
            .count();
    List<String> found = new ArrayList<>();
    if (gone > 0) {
      found.add("are without " + features(gone));
    }
    if (window.unseen().rows() > MOST * window.rows()) {
      found.add("have inputs that training has not seen");
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of("the schema has changed: most rows " + String.join(" and ", found));
  }

  private static String features(long count) {
    return count == 1 ? "1 feature" : count + " features";
  }

  private static boolean hasRisen(DriftWindow.Feature feature, int bin) {
    return share(feature.observed(), bin) - share(feature.profiled().counts(), bin) > MAX_RISE;
  }

  private static double share(BinCounts counts, int bin) {
    long total = counts.total();
    return total == 0 ? 0 : (double) counts.counts()[bin] / total;
  }
}
