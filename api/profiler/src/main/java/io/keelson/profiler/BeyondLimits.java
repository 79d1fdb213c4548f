package io.keelson.profiler;

/**
 * More, or of another kind, than this profiler takes: no fault of the files, and the same when it
 * is tried again with the same profiler.
 */
final class BeyondLimits extends Exception {
  private static final long serialVersionUID = 1L;

  BeyondLimits(String message) {
    super(message);
  }
}
