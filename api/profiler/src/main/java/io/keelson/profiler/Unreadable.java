package io.keelson.profiler;

/** The files cannot be read as tables; trying again will not help. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  Unreadable(String message) {
    super(message);
  }
}
