package io.keelson.api.catalog.metric;

import java.time.OffsetDateTime;

/**
 * A measurement as followers of a run receive it.
 *
 * @param value null where it is not a finite number
 * @param cursor where to go on after it
 */
public record LoggedMetric(String key, Double value, long step, OffsetDateTime at, String cursor) {}
