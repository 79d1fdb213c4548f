package io.keelson.tenancy.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import java.util.Map;

/**
 * What tenants may have by their plan: {@code keelson.plans.<plan>.<what>}. Plans are the
 * installation's, the same for all tenants on one, and change with a release of the product, so
 * they are settings and need no look-up; what one tenant was given beyond is a row.
 */
@ConfigMapping(prefix = "keelson.plans")
public interface PlansConfig {
  @WithParentName
  @WithDefaults
  Map<String, Plan> byName();

  /** Each is a number of 0 or more, or {@code none}. */
  interface Plan {
    @WithDefault("10000")
    Limit projects();

    /** With the invitations that are pending. */
    @WithDefault("10000")
    Limit members();

    /** Those that count: neither revoked nor expired. */
    @WithDefault("1000")
    Limit apiKeys();

    /** Objects, and what open uploads have announced. */
    @WithDefault("10995116277760")
    Limit storedBytes();

    /** Tasks that wait for their turn. */
    @WithDefault("10000")
    Limit queuedJobs();

    /** Tasks that hold a machine. */
    @WithDefault("1000")
    Limit runningJobs();

    /** CPUs that tasks and replicas may use at most. */
    @WithDefault("10000")
    Limit cpus();

    /** Endpoints with a revision that serves, or is about to. */
    @WithDefault("1000")
    Limit endpoints();

    @WithDefault("60000000")
    Limit metricPointsPerMinute();

    /** Sockets that have said who they are, of all processes. */
    @WithDefault("40000")
    Limit openSockets();

    /** Points of cost of GraphQL operations in a minute, of all callers together; 1 or more. */
    @WithDefault("120000000")
    int pointsPerMinute();

    /** Those of one API key. */
    @WithDefault("60000000")
    int keyPointsPerMinute();
  }
}
