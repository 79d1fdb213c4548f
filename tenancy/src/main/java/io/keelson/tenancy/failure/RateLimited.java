package io.keelson.tenancy.failure;

/** Too many requests in too little time. */
public class RateLimited extends Failure {
  private static final long serialVersionUID = 1L;

  public RateLimited(String message) {
    super(ErrorCode.RATE_LIMITED, null, message);
  }
}
