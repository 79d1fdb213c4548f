package io.keelson.djlworker;

/** The model cannot be served; the message says why in one line. */
final class ModelUnusable extends Exception {
  private static final long serialVersionUID = 1L;

  ModelUnusable(String message) {
    super(message.lines().findFirst().orElse(message));
  }
}
