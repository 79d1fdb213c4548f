package io.keelson.tenancy.quota;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The most that this process has seen tenants use of their quotas, until {@link Peaks} has written
 * it. A tenant beyond {@link #MAX_TENANTS} is not noted: its turn comes without.
 */
final class HighMarks {
  static final int MAX_TENANTS = 50_000;

  private final ConcurrentHashMap<UUID, Map<QuotaName, Long>> byTenant = new ConcurrentHashMap<>();

  /**
   * Never blocks for longer than a comparison.
   *
   * @param used in the quota's parts
   */
  void note(UUID tenantId, QuotaName name, long used) {
    byTenant.compute(
        tenantId,
        (id, before) -> {
          if (before == null && byTenant.mappingCount() >= MAX_TENANTS) {
            return null;
          }
          Map<QuotaName, Long> marks = before == null ? new EnumMap<>(QuotaName.class) : before;
          marks.merge(name, used, Math::max);
          return marks;
        });
  }

  List<UUID> tenants() {
    return List.copyOf(byTenant.keySet());
  }

  /** Hands over what was seen of a tenant; empty for nothing. */
  Map<QuotaName, Long> take(UUID tenantId) {
    Map<QuotaName, Long> marks = byTenant.remove(tenantId);
    return marks == null ? Map.of() : marks;
  }

  void giveBack(UUID tenantId, Map<QuotaName, Long> marks) {
    marks.forEach((name, used) -> note(tenantId, name, used));
  }
}
