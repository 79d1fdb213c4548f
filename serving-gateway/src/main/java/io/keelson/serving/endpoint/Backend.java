package io.keelson.serving.endpoint;

/** What runs a model. */
public enum Backend {
  /** A JVM process with DJL and ONNX Runtime. */
  DJL
}
