package io.keelson.api.transform;

/** {@code RUNNING → READY | FAILED}. */
public enum PreviewStatus {
  RUNNING,
  READY,
  /** The statement was refused, or its job ended otherwise. */
  FAILED
}
