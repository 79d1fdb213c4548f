package io.keelson.api.catalog.metric;

import java.time.OffsetDateTime;

/**
 * A measurement as it is logged.
 *
 * @param value may be NaN or infinite: a training that diverges is worth recording
 * @param step null for 0
 * @param at null for now
 */
public record MetricPoint(String key, double value, Long step, OffsetDateTime at) {}
