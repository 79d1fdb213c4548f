package io.keelson.profiler.check;

/** An expectation cannot be judged on this table: the suite or the data does not fit. */
final class NotJudged extends Exception {
  private static final long serialVersionUID = 1L;

  NotJudged(String reason) {
    super(reason);
  }
}
