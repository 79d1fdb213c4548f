package io.keelson.tenancy.failure;

/** The thing is not in the state that the caller expected. */
public class Conflict extends Failure {
  private static final long serialVersionUID = 1L;

  public Conflict(String message) {
    super(ErrorCode.CONFLICT, null, message);
  }
}
