package io.keelson.tenancy.quota;

/** What each plan gives. */
@FunctionalInterface
public interface Plans {
  /**
   * @param plan any name: one that nobody has configured gives what the standard plan gives by
   *     default
   */
  Limit limit(String plan, QuotaName name);
}
