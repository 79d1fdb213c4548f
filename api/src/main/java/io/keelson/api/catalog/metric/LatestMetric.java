package io.keelson.api.catalog.metric;

import java.time.OffsetDateTime;

/**
 * The measurement of a key with the highest step and, among those, the latest time.
 *
 * @param value null where it is not a finite number
 * @param min the smallest finite value that the run ever had for the key, or null
 * @param max the largest
 */
public record LatestMetric(
    String key, Double value, long step, OffsetDateTime at, Double min, Double max) {}
