package io.keelson.tenancy.failure;

/** A part that is needed does not answer now. */
public class Unavailable extends Failure {
  private static final long serialVersionUID = 1L;

  public Unavailable(String message, Throwable cause) {
    super(ErrorCode.UNAVAILABLE, null, message, cause);
  }
}
