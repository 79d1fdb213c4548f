package io.keelson.serving.watch.quality;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Labels that stay for now: each is the newest of its prediction.
 *
 * @param collectorId that they go to besides; null for none
 */
public record TakenLabels(UUID collectorId, List<Label> labels, OffsetDateTime at) {}
