package io.keelson.api.catalog.metric;

/** What a series is drawn over. */
public enum SeriesAxis {
  STEP,
  /** Seconds since the epoch. */
  TIME
}
