package io.keelson.djlworker.scoring;

/** Rows or a model are not what can be scored; the message says what was expected. */
final class CannotScore extends Exception {
  private static final long serialVersionUID = 1L;

  CannotScore(String message) {
    super(message);
  }
}
