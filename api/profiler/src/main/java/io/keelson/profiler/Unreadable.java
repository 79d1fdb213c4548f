package io.keelson.profiler;

/** What was read is not what it says it is; by the format's own checks, so nobody can read it. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  Unreadable(String message) {
    super(message);
  }
}
