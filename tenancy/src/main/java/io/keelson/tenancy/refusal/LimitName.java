package io.keelson.tenancy.refusal;

import java.util.Arrays;
import java.util.Optional;

/** What refuses a caller because it is used up: each quota, and the rates of the API. */
public enum LimitName {
  PROJECTS,
  MEMBERS,
  API_KEYS,
  STORED_BYTES,
  QUEUED_JOBS,
  RUNNING_JOBS,
  CPUS,
  ENDPOINTS,
  METRIC_POINTS_PER_MINUTE,
  OPEN_SOCKETS,
  /** Points of cost a minute of all the tenant's callers together. */
  API_RATE,
  /** Points of cost a minute of one API key. */
  API_KEY_RATE;

  /** Empty for a bound that a feature has for all tenants alike. */
  static Optional<LimitName> named(String name) {
    return Arrays.stream(values()).filter(limit -> limit.name().equals(name)).findFirst();
  }
}
