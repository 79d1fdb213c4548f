package io.keelson.demo.step;

/** What came is not what was expected. */
public final class CheckFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CheckFailed(String message) {
    super(message);
  }
}
