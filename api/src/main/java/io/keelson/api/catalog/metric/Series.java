package io.keelson.api.catalog.metric;

import java.util.List;

/** A metric over its steps or over time, thinned out. */
public record Series(String key, List<Point> points) {

  /**
   * What one bucket of the axis holds. Values that are not finite count for nothing but {@code
   * last}, which is null then.
   *
   * @param x of the last measurement in the bucket
   */
  public record Point(double x, Double min, Double max, Double mean, Double last) {}
}
