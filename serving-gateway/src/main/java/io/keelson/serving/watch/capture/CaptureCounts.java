package io.keelson.serving.watch.capture;

import io.keelson.tenancy.loop.WriteBehind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What this process has counted of captures and not written yet, by tenant and endpoint. */
final class CaptureCounts implements WriteBehind.Counts<Map<UUID, CaptureCount>> {
  private final ConcurrentHashMap<UUID, Map<UUID, CaptureCount>> byTenant =
      new ConcurrentHashMap<>();

  void add(UUID tenantId, UUID endpointId, CaptureCount count) {
    add(tenantId, Map.of(endpointId, count));
  }

  private void add(UUID tenantId, Map<UUID, CaptureCount> more) {
    byTenant.compute(
        tenantId,
        (id, before) -> {
          Map<UUID, CaptureCount> ofTenant = before == null ? new HashMap<>() : before;
          more.forEach((endpoint, count) -> ofTenant.merge(endpoint, count, CaptureCount::plus));
          return ofTenant;
        });
  }

  @Override
  public List<UUID> tenants() {
    return List.copyOf(byTenant.keySet());
  }

  @Override
  public Map<UUID, CaptureCount> take(UUID tenantId) {
    return byTenant.remove(tenantId);
  }

  @Override
  public void giveBack(UUID tenantId, Map<UUID, CaptureCount> taken) {
    add(tenantId, taken);
  }
}
