package io.keelson.serving.watch.quality;

/** What a prediction is held against its label by. */
public enum QualityMeasure {
  /** The share of predictions that are their label. */
  ACCURACY,
  /** How far numbers are from their labels, at the mean. */
  MEAN_ABSOLUTE_ERROR
}
