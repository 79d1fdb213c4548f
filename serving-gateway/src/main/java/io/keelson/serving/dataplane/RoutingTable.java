package io.keelson.serving.dataplane;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which endpoint a tenant's model name means, as of at most a second ago. Never changes; a newer
 * one replaces it.
 */
public final class RoutingTable {
  public static final RoutingTable EMPTY = new RoutingTable(java.util.List.of());
  private final Map<UUID, Map<String, Route>> byTenant = new HashMap<>();
  private final Collection<Route> routes;

  public RoutingTable(Collection<Route> routes) {
    this.routes = java.util.List.copyOf(routes);
    for (Route route : routes) {
      byTenant.computeIfAbsent(route.tenantId(), id -> new HashMap<>()).put(route.name(), route);
    }
  }

  /** The endpoint, or null. */
  public Route find(UUID tenantId, String name) {
    Map<String, Route> ofTenant = byTenant.get(tenantId);
    return ofTenant == null ? null : ofTenant.get(name);
  }

  public Collection<Route> routes() {
    return routes;
  }

  /** Lets requests that wait for a replica try the ones that this table has. */
  public void wakeWaiting() {
    for (Route route : routes) {
      route.queue().wakeAll();
    }
  }
}
