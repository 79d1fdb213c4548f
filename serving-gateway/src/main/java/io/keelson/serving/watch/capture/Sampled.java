package io.keelson.serving.watch.capture;

/** What calls are tapped for. */
public interface Sampled {
  /** Of the inference ids; above 0, at most 1. */
  double share();
}
