package io.keelson.serving.watch.quality;

import io.vertx.sqlclient.Row;

/**
 * What was counted of the inferences of a window and revision; pieces add up. An inference is the
 * unit that is drawn: its items are often right or wrong together, and a mean over all items is a
 * ratio of two sums over inferences (Cochran, Sampling Techniques, 3rd ed., section 6.3).
 *
 * @param inferences with labels
 * @param y the sum over all items: of hits, or of absolute errors
 * @param yy the sum of the squares of the inferences' sums
 * @param ym that of their products with how many labels they have
 * @param mm that of the squares of how many labels they have
 */
record WindowSums(
    long predictions, long labels, long inferences, double y, double yy, double ym, double mm) {
  static final WindowSums NONE = new WindowSums(0, 0, 0, 0, 0, 0, 0);

  static WindowSums of(Row row) {
    return new WindowSums(
        row.getLong("predictions"),
        row.getLong("labels"),
        row.getLong("inferences"),
        row.getDouble("y"),
        row.getDouble("yy"),
        row.getDouble("ym"),
        row.getDouble("mm"));
  }

  WindowSums plus(WindowSums other) {
    return new WindowSums(
        predictions + other.predictions,
        labels + other.labels,
        inferences + other.inferences,
        y + other.y,
        yy + other.yy,
        ym + other.ym,
        mm + other.mm);
  }

  /** Null without labels. */
  Interval interval(QualityMeasure measure) {
    if (labels == 0) {
      return null;
    }
    double mean = y / labels;
    double squares = Math.max(0, yy - 2 * mean * ym + mean * mean * mm);
    return switch (measure) {
      case ACCURACY -> Interval.ofShare(mean, trials(mean, squares));
      case MEAN_ABSOLUTE_ERROR -> Interval.ofMean(mean, deviation(squares), inferences);
    };
  }

  /**
   * How many independent ones say as much as all labels do. Where all are alike nothing tells how
   * far items go together, and they are taken to do so entirely.
   */
  private double trials(double share, double squares) {
    double independent = labels * share * (1 - share);
    return independent <= 0 ? labels * (labels / mm) : labels / Math.max(1, squares / independent);
  }

  /** Of inferences, so that it divided by the root of their number is the mean's error. */
  private double deviation(double squares) {
    double perInference = (double) labels / inferences;
    return inferences < 2 ? 0 : Math.sqrt(squares / (inferences - 1)) / perInference;
  }
}
