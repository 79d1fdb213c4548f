package io.keelson.api.catalog.profile;

/** {@code PENDING → PROFILED | UNREADABLE | LIMITED | FAILED}; all but PROFILED are tried again. */
public enum TableStatus {
  /** Not read yet. */
  PENDING,
  /** It has a profile. */
  PROFILED,
  /** Its own format says that it is broken. */
  UNREADABLE,
  /** It is more, or of another kind, than the profiler takes. */
  LIMITED,
  /** The profiler ended without a result. */
  FAILED
}
