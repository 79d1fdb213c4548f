package io.keelson.tenancy.quota;

import jakarta.enterprise.context.ApplicationScoped;

/** {@link Plans} by the installation's settings. */
@ApplicationScoped
class ConfiguredPlans implements Plans {
  private final PlansConfig config;

  ConfiguredPlans(PlansConfig config) {
    this.config = config;
  }

  @Override
  public Limit limit(String plan, QuotaName name) {
    PlansConfig.Plan limits = config.byName().get(plan);
    return switch (name) {
      case PROJECTS -> limits.projects();
      case MEMBERS -> limits.members();
      case API_KEYS -> limits.apiKeys();
      case STORED_BYTES -> limits.storedBytes();
      case QUEUED_JOBS -> limits.queuedJobs();
      case RUNNING_JOBS -> limits.runningJobs();
      case CPUS -> limits.cpus();
      case ENDPOINTS -> limits.endpoints();
      case METRIC_POINTS_PER_MINUTE -> limits.metricPointsPerMinute();
      case OPEN_SOCKETS -> limits.openSockets();
    };
  }
}
