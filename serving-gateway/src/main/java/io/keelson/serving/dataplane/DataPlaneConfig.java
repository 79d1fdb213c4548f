package io.keelson.serving.dataplane;

import io.keelson.serving.connection.ArrivalDeadline;
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

  /**
   * 16 MiB a message, two fifths of the heap held and a quarter of that for one tenant, 60 s a
   * request, 256 in flight a replica, 1,024 queued an endpoint, as many threads as cores.
   */
  public static DataPlaneConfig defaults(String host, int port) {
    Draft draft = new Draft();
    draft.host = host;
    draft.port = port;
    draft.eventLoops = Runtime.getRuntime().availableProcessors();
    draft.maxMessageBytes = MAX_MESSAGE_BYTES;
    draft.maxHeldBytes = Math.max(MIN_HELD_BYTES, Runtime.getRuntime().maxMemory() / 5 * 2);
    draft.maxHeldBytesPerTenant = Math.max(MIN_HELD_BYTES, draft.maxHeldBytes / 4);
    draft.maxDeadline = Duration.ofSeconds(60);
    draft.maxInFlightPerReplica = 256;
    draft.maxQueuedPerEndpoint = 1_024;
    draft.replicaPause = Duration.ofMillis(500);
    draft.connectTimeout = Duration.ofSeconds(2);
    draft.drainTimeout = Duration.ofSeconds(10);
    draft.arrivalLimit = Duration.ofSeconds(10);
    return draft.done();
  }

  public DataPlaneConfig withEventLoops(int loops) {
    Draft draft = draft();
    draft.eventLoops = loops;
    return draft.done();
  }

  public DataPlaneConfig withHeldBytes(long process, long tenant) {
    Draft draft = draft();
    draft.maxHeldBytes = process;
    draft.maxHeldBytesPerTenant = tenant;
    return draft.done();
  }

  public DataPlaneConfig withBounds(
      int messageBytes, int inFlightPerReplica, int queuedPerEndpoint) {
    Draft draft = draft();
    draft.maxMessageBytes = messageBytes;
    draft.maxInFlightPerReplica = inFlightPerReplica;
    draft.maxQueuedPerEndpoint = queuedPerEndpoint;
    return draft.done();
  }

  public DataPlaneConfig withTimes(Duration deadline, Duration pause, Duration drain) {
    Draft draft = draft();
    draft.maxDeadline = deadline;
    draft.replicaPause = pause;
    draft.drainTimeout = drain;
    return draft.done();
  }

  public DataPlaneConfig withArrivalLimit(Duration limit) {
    Draft draft = draft();
    draft.arrivalLimit = limit;
    return draft.done();
  }

  private Draft draft() {
    Draft draft = new Draft();
    draft.host = host;
    draft.port = port;
    draft.eventLoops = eventLoops;
    draft.maxMessageBytes = maxMessageBytes;
    draft.maxHeldBytes = maxHeldBytes;
    draft.maxHeldBytesPerTenant = maxHeldBytesPerTenant;
    draft.maxDeadline = maxDeadline;
    draft.maxInFlightPerReplica = maxInFlightPerReplica;
    draft.maxQueuedPerEndpoint = maxQueuedPerEndpoint;
    draft.replicaPause = replicaPause;
    draft.connectTimeout = connectTimeout;
    draft.drainTimeout = drainTimeout;
    draft.arrivalLimit = arrivalLimit;
    return draft;
  }

  /** The one place where a config is put together, part by part and by their names. */
  private static final class Draft {
    private String host;
    private int port;
    private int eventLoops;
    private int maxMessageBytes;
    private long maxHeldBytes;
    private long maxHeldBytesPerTenant;
    private Duration maxDeadline;
    private int maxInFlightPerReplica;
    private int maxQueuedPerEndpoint;
    private Duration replicaPause;
    private Duration connectTimeout;
    private Duration drainTimeout;
    private Duration arrivalLimit;

    private DataPlaneConfig done() {
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
          arrivalLimit);
    }
  }
}
