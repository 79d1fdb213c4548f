package io.keelson.api.retraining.check;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.bins.CategoryBins;
import io.keelson.serving.watch.finding.Drift;
import io.keelson.serving.watch.finding.DriftWindow;
import io.keelson.serving.watch.profile.FeatureKind;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The window of live requests that an alert of drift fired for, beside what the model was trained
 * on. A feature whose values are missing, are of another type or of categories that nobody has seen
 * looks like a broken feed: a model that is trained on it only hides that. What is said of it has
 * neither names nor shares: a run is read with MODEL_READ, and live requests with ENDPOINT_READ.
 */
@ApplicationScoped
public class LiveFeed {
  /** How much such values may rise before it looks like a broken feed: a fifth of the rows. */
  private static final double MAX_RISE = 0.2;

  private static final String MISSING = "more values of %s are missing or of another type";
  private static final String UNSEEN =
      "more values of %s are of categories that training has not seen";

  private final CatalogReads reads;
  private final Drift drift;

  public LiveFeed(CatalogReads reads, Drift drift) {
    this.reads = reads;
    this.drift = drift;
  }

  /**
   * @param breaks in words; empty where it looks as the training did
   */
  public record Seen(Optional<String> breaks) {}

  /**
   * Empty where no alert of drift is behind the run, or its window is not there any more.
   *
   * @param evidence of the run
   */
  public Optional<Seen> of(UUID tenantId, JsonObject evidence) {
    String alertId = evidence.getString("alertId");
    return alertId == null
        ? Optional.empty()
        : fired(tenantId, UUID.fromString(alertId))
            .flatMap(fired -> window(tenantId, fired))
            .map(window -> new Seen(breaks(window)));
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
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "asked live, "
                + String.join(", ", found)
                + ", than in training (which: in the drift of the endpoint, in the window that its alert fired for)");
  }

  private static String features(int count) {
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
