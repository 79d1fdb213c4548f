package io.keelson.tenancy.object;

/** {@code OPEN → FINISHED | EXPIRED | FAILED}; none of the last three changes again. */
public enum UploadStatus {
  /** Takes bytes. */
  OPEN,
  /** All bytes are an object, and the listener of its purpose was told. */
  FINISHED,
  /** No progress for too long; its bytes are gone. */
  EXPIRED,
  /** Ended by its client, a service, a wrong digest or its listener; its bytes are gone. */
  FAILED
}
