package io.keelson.tenancy.failure;

import java.util.Map;

/** A quota is used up; the message names it with its limit. */
public class QuotaExceeded extends Failure {
  private static final long serialVersionUID = 1L;
  private final transient Map<String, Object> details;

  /**
   * @param quota its name
   * @param used of it before
   * @param asked how much more was asked for
   */
  public QuotaExceeded(String quota, long limit, long used, long asked) {
    super(
        ErrorCode.QUOTA_EXCEEDED,
        null,
        "%s: %d of %d are used, %d more asked for".formatted(quota, used, limit, asked));
    this.details = Map.of("quota", quota, "limit", limit, "used", used, "asked", asked);
  }

  /** What is limited: a tenant's quota, or something that all tenants have the same bound for. */
  public String quota() {
    return (String) details.get("quota");
  }

  /** The most that there may be. */
  public long limit() {
    return (long) details.get("limit");
  }

  @Override
  public Map<String, Object> details() {
    return details;
  }
}
