package io.keelson.tenancy.failure;

/** The thing does not exist, or the caller may not know that it does: both look the same. */
public class NotFound extends Failure {
  private static final long serialVersionUID = 1L;

  public NotFound(String what) {
    super(ErrorCode.NOT_FOUND, null, what + " not found");
  }
}
