package io.keelson.serving.watch.drift;

/** There are three: not to know is not the same as that all is well. */
public enum DriftVerdict {
  STABLE,
  DRIFTED,
  INSUFFICIENT
}
