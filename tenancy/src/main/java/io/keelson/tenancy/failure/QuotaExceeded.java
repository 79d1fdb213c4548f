package io.keelson.tenancy.failure;

/** A quota is used up; the message names it with its limit. */
public class QuotaExceeded extends Failure {
  private static final long serialVersionUID = 1L;

  public QuotaExceeded(String message) {
    super(ErrorCode.QUOTA_EXCEEDED, null, message);
  }
}
