package io.keelson.profiler;

/** The statement is at fault, or the data is. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  Refused(String message) {
    super(message);
  }
}
