package io.keelson.profiler.check;

/** A suite is not what suites are; the message names the expectation's index and the field. */
public final class InvalidSuite extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidSuite(String message) {
    super(message);
  }
}
