package io.keelson.tenancy.testing;

import io.keelson.tenancy.quota.Limit;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.QuotaUse;
import io.keelson.tenancy.quota.Quotas;
import java.util.List;
import java.util.Map;

/** Quotas by a plan that a test makes up. */
public final class TestQuotas {
  private TestQuotas() {}

  /** For tests that are about something else: nothing is limited. */
  public static Quotas none() {
    return of(Map.of(), List.of());
  }

  /**
   * @param limits in whole units; what is not named has none
   * @param uses who counts what is limited
   */
  public static Quotas of(Map<QuotaName, Long> limits, List<QuotaUse> uses) {
    return new Quotas(
        (plan, name) -> limits.containsKey(name) ? new Limit(limits.get(name)) : Limit.NONE, uses);
  }
}
