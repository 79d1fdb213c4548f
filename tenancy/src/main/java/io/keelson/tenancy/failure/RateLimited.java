package io.keelson.tenancy.failure;

import java.time.Duration;
import java.util.Map;

/** Too many requests in too little time. */
public class RateLimited extends Failure {
  private static final long serialVersionUID = 1L;
  private final transient Map<String, Object> details;

  /**
   * @param retryAfter when there is more; told in whole seconds, begun ones too
   */
  public RateLimited(String message, Duration retryAfter) {
    super(ErrorCode.RATE_LIMITED, null, message);
    this.details = Map.of("retryAfter", Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds()));
  }

  @Override
  public Map<String, Object> details() {
    return details;
  }
}
