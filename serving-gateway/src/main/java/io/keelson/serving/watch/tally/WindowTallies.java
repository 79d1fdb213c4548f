package io.keelson.serving.watch.tally;

import io.keelson.tenancy.loop.WriteBehind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What this process has counted of windows and not written yet: bounded in numbers, in all and for
 * each tenant. Any thread may call.
 */
final class WindowTallies implements WriteBehind.Counts<Map<TalliedWindow, RowTally>> {
  private final int maxNumbers;
  private final int maxNumbersPerTenant;
  private final Map<UUID, Map<TalliedWindow, RowTally>> byTenant = new HashMap<>();
  private final Map<UUID, Integer> numbersByTenant = new HashMap<>();
  private int numbers;

  /**
   * @param maxNumbers counts of bins that are held, of 8 bytes each, and names as so many
   * @param maxNumbersPerTenant of one tenant's
   */
  WindowTallies(int maxNumbers, int maxNumbersPerTenant) {
    this.maxNumbers = maxNumbers;
    this.maxNumbersPerTenant = maxNumbersPerTenant;
  }

  /** False when there is no room for a window that is not there yet, or for more names in it. */
  synchronized boolean add(UUID tenantId, TalliedWindow window, RowTally more) {
    int held = numbersByTenant.getOrDefault(tenantId, 0);
    RowTally before = byTenant.getOrDefault(tenantId, Map.of()).get(window);
    RowTally sum = before == null ? more : before.plus(more);
    int needed = sum.numbers() - (before == null ? 0 : before.numbers());
    if (held + needed > maxNumbersPerTenant || numbers + needed > maxNumbers) {
      return false;
    }
    numbers += needed;
    numbersByTenant.put(tenantId, held + needed);
    byTenant.computeIfAbsent(tenantId, id -> new HashMap<>()).put(window, sum);
    return true;
  }

  @Override
  public synchronized List<UUID> tenants() {
    return List.copyOf(byTenant.keySet());
  }

  @Override
  public synchronized Map<TalliedWindow, RowTally> take(UUID tenantId) {
    Integer held = numbersByTenant.remove(tenantId);
    numbers -= held == null ? 0 : held;
    return byTenant.remove(tenantId);
  }

  @Override
  public void giveBack(UUID tenantId, Map<TalliedWindow, RowTally> taken) {
    taken.forEach((window, tally) -> add(tenantId, window, tally));
  }
}
