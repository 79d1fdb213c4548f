package io.keelson.tenancy.failure;

import java.time.Duration;
import java.util.Map;

/** Too many requests in too little time. */
public class RateLimited extends Failure {
  private static final long serialVersionUID = 1L;
  private final transient Map<String, Object> details;

  public RateLimited(String message) {
    super(ErrorCode.RATE_LIMITED, null, message);
    this.details = Map.of();
  }

  /**
   * @param retryAfter when there is more, in whole seconds
   */
  public RateLimited(String message, Duration retryAfter) {
    super(ErrorCode.RATE_LIMITED, null, message);
    this.details = Map.of("retryAfter", retryAfter.toSeconds());
  }

  @Override
  public Map<String, Object> details() {
    return details;
  }
}
