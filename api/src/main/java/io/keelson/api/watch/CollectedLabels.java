package io.keelson.api.watch;

import io.keelson.api.catalog.collection.Collector;
import io.keelson.api.catalog.collection.Collectors;
import io.keelson.api.catalog.collection.intake.CollectedEvent;
import io.keelson.api.catalog.collection.intake.EventIntake;
import io.keelson.api.catalog.collection.intake.EventKey;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.watch.quality.Label;
import io.keelson.serving.watch.quality.QualityRule;
import io.keelson.serving.watch.quality.TakenLabels;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Labels of an endpoint's predictions as rows of a data set, which a transform joins to captures by
 * {@code id}. A label that was corrected has a row for each version.
 */
@ApplicationScoped
public class CollectedLabels {
  private static final String SUFFIX = " labels";

  private final Collectors collectors;
  private final EventIntake intake;

  CollectedLabels(Collectors collectors, EventIntake intake) {
    this.collectors = collectors;
    this.intake = intake;
  }

  /** The project's {@code <endpoint> labels}; what is not there of it is made. */
  QualityRule.Collection of(Transaction tx, Principal principal, Endpoint endpoint) {
    Collector collector =
        collectors.ofNamed(
            tx,
            principal,
            endpoint.projectId(),
            endpoint.name() + SUFFIX,
            "What turned out to be true of predictions of the endpoint " + endpoint.name() + ".");
    return new QualityRule.Collection(collector.datasetId(), collector.id());
  }

  /**
   * With the labels or not at all; each version once. One whose collector was deleted goes nowhere.
   */
  void append(Transaction tx, UUID endpointId, TakenLabels taken) {
    if (taken.collectorId() == null
        || taken.labels().isEmpty()
        || collectors.find(tx, taken.collectorId()).isEmpty()) {
      return;
    }
    intake.append(
        tx,
        taken.collectorId(),
        taken.labels().stream()
            .map(label -> new CollectedEvent(key(endpointId, label), row(label, taken), false))
            .toList());
  }

  private static UUID key(UUID endpointId, Label label) {
    return EventKey.of(
        endpointId.toString(),
        "%d %d %s".formatted(label.item(), label.version(), label.inferenceId()));
  }

  private static byte[] row(Label label, TakenLabels taken) {
    return new JsonObject()
        .put("id", label.inferenceId())
        .put("item", label.item())
        .put("label", label.value())
        .put("version", label.version())
        .put("time", taken.at().toInstant().toString())
        .encode()
        .getBytes(StandardCharsets.UTF_8);
  }
}
