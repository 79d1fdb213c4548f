package io.keelson.serving.protocol;

/**
 * A request that does not follow the Open Inference Protocol; the message says what is wrong and
 * what was expected.
 */
public final class ProtocolError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProtocolError(String message) {
    super(message, null, false, false);
  }
}
