package io.keelson.api.watch;

import io.keelson.api.catalog.collection.intake.CollectedEvent;
import io.keelson.api.catalog.collection.intake.EventIntake;
import io.keelson.api.catalog.collection.intake.EventKey;
import io.keelson.serving.watch.capture.CaptureSink;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Captured requests as events of a collector, known again by endpoint and inference id. */
@ApplicationScoped
public class CollectedCaptures implements CaptureSink {
  private final EventIntake intake;

  CollectedCaptures(EventIntake intake) {
    this.intake = intake;
  }

  @Override
  public int append(UUID tenantId, UUID endpointId, UUID collectorId, List<Row> rows) {
    String source = endpointId.toString();
    List<CollectedEvent> events =
        rows.stream()
            .map(
                row ->
                    new CollectedEvent(
                        EventKey.of(source, row.inferenceId()),
                        row.bytes(),
                        row.from(),
                        row.to(),
                        false))
            .toList();
    return intake.append(tenantId, collectorId, events).accepted();
  }
}
