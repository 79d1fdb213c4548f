package io.keelson.api.main;

import io.keelson.tenancy.pointuse.PointUse;
import io.keelson.tenancy.quota.Peaks;
import io.keelson.tenancy.refusal.Refusals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Writes what this process has seen of tenants' use and limits; quotas are asked for in each role.
 */
@ApplicationScoped
class LimitLoops {
  private final Peaks peaks;
  private final Refusals refusals;
  private final PointUse points;

  LimitLoops(Peaks peaks, Refusals refusals, PointUse points) {
    this.peaks = peaks;
    this.refusals = refusals;
    this.points = points;
  }

  void start(@Observes StartupEvent event) {
    peaks.start();
    refusals.start();
    points.start();
  }

  void stop(@Observes ShutdownEvent event) {
    peaks.close();
    refusals.close();
    points.close();
  }
}
