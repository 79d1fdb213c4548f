package io.keelson.serving.endpoint;

import io.keelson.tenancy.event.LiveSignals;
import java.util.UUID;

/**
 * The wake-ups of serving: one topic an endpoint for its followers, and two that span tenants for
 * the loops.
 */
public final class ServingSignals {
  /** No tenant has this id: the topics under it belong to the platform. */
  private static final UUID PLATFORM = new UUID(0, 0);

  private static final String INTENT = "serving/intent";
  private static final String ROUTES = "serving/routes";
  private final LiveSignals signals;

  public ServingSignals(LiveSignals signals) {
    this.signals = signals;
  }

  /** The topic that console and subscriptions follow. */
  public static String endpointTopic(UUID endpointId) {
    return "endpoint/" + endpointId;
  }

  /** A controller has something to do. */
  public void intentChanged(UUID tenantId, UUID endpointId) {
    signals.signal(PLATFORM, INTENT);
    signals.signal(tenantId, endpointTopic(endpointId));
  }

  /** Data planes read their routes again. */
  public void routesChanged(UUID tenantId, UUID endpointId) {
    signals.signal(PLATFORM, ROUTES);
    signals.signal(tenantId, endpointTopic(endpointId));
  }

  /** New numbers of its traffic. */
  public void trafficCounted(UUID tenantId, UUID endpointId) {
    signals.signal(tenantId, endpointTopic(endpointId));
  }

  public LiveSignals.Following followIntent(Runnable wake) {
    return signals.follow(PLATFORM, INTENT, wake);
  }

  public LiveSignals.Following followRoutes(Runnable wake) {
    return signals.follow(PLATFORM, ROUTES, wake);
  }
}
