package io.keelson.bench;

/** A tool, setting or server that a benchmark needs is not here; the message says which. */
public final class CannotRun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CannotRun(String message) {
    super(message);
  }
}
