package io.keelson.profiler.check;

/** A suite is not what suites are; the message names the expectation's index and the field. */
public final class InvalidSuite extends Exception {
  private static final long serialVersionUID = 1L;
  private final String field;

  /** Of the suite as a whole. */
  InvalidSuite(String message) {
    super(message);
    this.field = "expectations";
  }

  InvalidSuite(String field, String problem) {
    super(field + " " + problem);
    this.field = field;
  }

  /** Such as {@code expectations[3].arguments.min_value}. */
  public String field() {
    return field;
  }
}
