package io.keelson.serving.watch.profile;

/** Where a feature's values are found. */
public enum FeatureKind {
  INPUT,
  PREDICTION
}
