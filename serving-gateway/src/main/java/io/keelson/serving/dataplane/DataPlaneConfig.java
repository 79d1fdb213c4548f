package io.keelson.serving.dataplane;

import java.time.Duration;

/**
 * Bounds of the data plane.
 *
 * @param port 0 for any free one
 * @param eventLoops threads that carry requests; 1 to 256
 * @param maxMessageBytes of one request or answer
 * @param maxHeldBytes of requests and answers that this process holds at a time
 * @param maxHeldBytesPerTenant of one tenant's
 * @param maxDeadline how long a request may take, also where its caller names no deadline or a
 *     later one
 * @param maxInFlightPerReplica requests that one process sends to one replica at a time
 * @param maxQueuedPerEndpoint requests that wait in one process for a replica of an endpoint to be
 *     free
 * @param replicaPause how long a replica is left out after it refused a connection
 * @param connectTimeout for a connection to a replica
 * @param drainTimeout how long requests in flight may take when the data plane closes
 * @param arrivalLimit how long a request's head may take to come over HTTP/1.1, and the time within
 *     which its body must bring some more, see {@link ArrivalDeadline}
 */
public record DataPlaneConfig(
    String host,
    int port,
    int eventLoops,
    int maxMessageBytes,
    long maxHeldBytes,
    long maxHeldBytesPerTenant,
    Duration maxDeadline,
    int maxInFlightPerReplica,
    int maxQueuedPerEndpoint,
    Duration replicaPause,
    Duration connectTimeout,
    Duration drainTimeout,
    Duration arrivalLimit) {
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  /** Whatever else is held: the largest message as JSON must fit a tenant's share. */
  private static final long MIN_HELD_BYTES = 4L * MAX_MESSAGE_BYTES;

  public DataPlaneConfig {
    if (eventLoops < 1 || eventLoops > 256) {
      throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: 1 to 256)");
    }
    if (maxMessageBytes < 1 || maxMessageBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "maxMessageBytes: " + maxMessageBytes + " (expected: 1 to 1 GiB)");
    }
    if (maxInFlightPerReplica < 1 || maxQueuedPerEndpoint < 0) {
      throw new IllegalArgumentException(
          "maxInFlightPerReplica: "
              + maxInFlightPerReplica
              + " (expected: >= 1), maxQueuedPerEndpoint: "
              + maxQueuedPerEndpoint
              + " (expected: >= 0)");
    }
  }

  private static long heldBytes(long chosen) {
    return chosen > 0 ? chosen : Math.max(MIN_HELD_BYTES, Runtime.getRuntime().maxMemory() / 5 * 2);
  }

  private static long heldBytesPerTenant(long chosen, long process) {
    return chosen > 0 ? chosen : Math.max(MIN_HELD_BYTES, heldBytes(process) / 4);
  }

  /**
   * 16 MiB a message, two fifths of the heap held and a quarter of that for one tenant, 60 s a
   * request, 256 in flight a replica, 1,024 queued an endpoint, as many threads as cores.
   */
  public static DataPlaneConfig defaults(String host, int port) {
    return new DataPlaneConfig(
        host,
        port,
        Runtime.getRuntime().availableProcessors(),
        MAX_MESSAGE_BYTES,
        heldBytes(0),
        heldBytesPerTenant(0, 0),
        Duration.ofSeconds(60),
        256,
        1_024,
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  public DataPlaneConfig withEventLoops(int loops) {
    return new DataPlaneConfig(
        host,
        port,
        loops,
        maxMessageBytes,
        maxHeldBytes,
        maxHeldBytesPerTenant,
        maxDeadline,
        maxInFlightPerReplica,
        maxQueuedPerEndpoint,
        replicaPause,
        connectTimeout,
        drainTimeout,
        arrivalLimit);
  }

  /**
   * @param process 0 for two fifths of the heap
   * @param tenant 0 for a quarter of that, and at least 64 MiB
   */
  public DataPlaneConfig withHeldBytes(long process, long tenant) {
    return new DataPlaneConfig(
        host,
        port,
        eventLoops,
        maxMessageBytes,
        heldBytes(process),
        heldBytesPerTenant(tenant, process),
        maxDeadline,
        maxInFlightPerReplica,
        maxQueuedPerEndpoint,
        replicaPause,
        connectTimeout,
        drainTimeout,
        arrivalLimit);
  }

  public DataPlaneConfig withBounds(
      int messageBytes, int inFlightPerReplica, int queuedPerEndpoint) {
    return new DataPlaneConfig(
        host,
        port,
        eventLoops,
        messageBytes,
        maxHeldBytes,
        maxHeldBytesPerTenant,
        maxDeadline,
        inFlightPerReplica,
        queuedPerEndpoint,
        replicaPause,
        connectTimeout,
        drainTimeout,
        arrivalLimit);
  }

  public DataPlaneConfig withTimes(Duration deadline, Duration pause, Duration drain) {
    return new DataPlaneConfig(
        host,
        port,
        eventLoops,
        maxMessageBytes,
        maxHeldBytes,
        maxHeldBytesPerTenant,
        deadline,
        maxInFlightPerReplica,
        maxQueuedPerEndpoint,
        pause,
        connectTimeout,
        drain,
        arrivalLimit);
  }

  public DataPlaneConfig withArrivalLimit(Duration limit) {
    return new DataPlaneConfig(
        host,
        port,
        eventLoops,
        maxMessageBytes,
        maxHeldBytes,
        maxHeldBytesPerTenant,
        maxDeadline,
        maxInFlightPerReplica,
        maxQueuedPerEndpoint,
        replicaPause,
        connectTimeout,
        drainTimeout,
        limit);
  }
}
