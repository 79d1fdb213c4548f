package io.keelson.tenancy.failure;

/** No credential that counts. */
public class Unauthenticated extends Failure {
  private static final long serialVersionUID = 1L;

  public Unauthenticated(String message) {
    super(ErrorCode.UNAUTHENTICATED, null, message);
  }
}
