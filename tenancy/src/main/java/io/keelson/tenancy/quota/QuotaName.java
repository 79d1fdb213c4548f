package io.keelson.tenancy.quota;

/** What a tenant may have only so much of. */
public enum QuotaName {
  PROJECTS,
  /** With the invitations that are pending. */
  MEMBERS,
  /** Those that count: neither revoked nor expired. */
  API_KEYS,
  /** Objects, and what open uploads have announced. */
  STORED_BYTES,
  /** Tasks that wait for their turn; replicas are bounded by CPUS. */
  QUEUED_JOBS,
  /** Tasks that hold a machine. */
  RUNNING_JOBS,
  /**
   * CPUs that tasks and replicas may use at most, counted in thousandths; a machine may keep fewer
   * for a replica.
   */
  CPUS(1_000),
  /** Endpoints with a revision that serves, or is about to. */
  ENDPOINTS,
  METRIC_POINTS_PER_MINUTE,
  /** Sockets that have said who they are, of all processes. */
  OPEN_SOCKETS;

  private final long parts;

  QuotaName() {
    this(1);
  }

  QuotaName(long parts) {
    this.parts = parts;
  }

  /** The parts that one of it is counted in. */
  public long parts() {
    return parts;
  }

  /** Begun ones count as whole ones. */
  long whole(long ofParts) {
    return Math.ceilDiv(ofParts, parts);
  }
}
