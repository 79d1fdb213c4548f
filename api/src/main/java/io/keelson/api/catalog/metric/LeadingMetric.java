package io.keelson.api.catalog.metric;

import java.util.List;

/**
 * The metric that says most of a run, and how it went. It is the first of these that the run has,
 * and of several alike the first by name:
 *
 * <ol>
 *   <li>how good it is on data kept apart: {@code val.f1}, {@code test/accuracy};
 *   <li>how good it is: {@code f1}, {@code accuracy}, {@code auc}, {@code r2};
 *   <li>its loss on data kept apart: {@code val_loss};
 *   <li>any loss;
 *   <li>any metric.
 * </ol>
 *
 * <p>The database ranks them, by {@code catalog.metric_rank}.
 *
 * @param key of the metric
 * @param values measurements spread evenly over all that were logged, in the order of their steps,
 *     the latest at the end; at most {@link #MAX_VALUES}, null where one is not finite
 */
public record LeadingMetric(String key, List<Double> values) {
  /** As many as a curve in a table's cell can show. */
  public static final int MAX_VALUES = 24;
}
