package io.keelson.serving.dataplane;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A replica as the data plane sees it: where it listens, what this process has in flight there, and
 * whether it is left out for a while. One object a replica, for as long as it is in the routing
 * table.
 */
public final class ReplicaTarget {
  private final UUID tenantId;
  private final UUID jobId;
  private final SocketAddress address;
  private final Map<GrpcMethod, RequestOptions> requests = new EnumMap<>(GrpcMethod.class);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong largeRequestBytes = new AtomicLong();
  private volatile long leftOutUntilNanos;
  private volatile boolean leftOut;

  public ReplicaTarget(UUID tenantId, UUID jobId, SocketAddress address) {
    this.tenantId = tenantId;
    this.jobId = jobId;
    this.address = address;
    for (GrpcMethod method : GrpcMethod.values()) {
      requests.put(
          method,
          new RequestOptions()
              .setServer(address)
              .setHost("localhost")
              .setPort(80)
              .setMethod(HttpMethod.POST)
              .setURI(method.path())
              .putHeader("content-type", "application/grpc")
              .putHeader("te", "trailers"));
    }
  }

  public UUID tenantId() {
    return tenantId;
  }

  public UUID jobId() {
    return jobId;
  }

  public SocketAddress address() {
    return address;
  }

  /** Requests of this process that the replica works on now. */
  public int inFlight() {
    return inFlight.get();
  }

  RequestOptions request(GrpcMethod method) {
    return requests.get(method);
  }

  /** Takes one of the places for requests, if one is free. */
  boolean tryAcquire(int maxInFlight) {
    while (true) {
      int now = inFlight.get();
      if (now >= maxInFlight) {
        return false;
      }
      if (inFlight.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  void release() {
    inFlight.decrementAndGet();
  }

  /** Takes room for bytes of a large request, if there is some. */
  boolean tryTake(long bytes, long max) {
    if (largeRequestBytes.addAndGet(bytes) <= max) {
      return true;
    }
    largeRequestBytes.addAndGet(-bytes);
    return false;
  }

  void giveUp(long bytes) {
    largeRequestBytes.addAndGet(-bytes);
  }

  boolean isLeftOut() {
    return leftOut && System.nanoTime() - leftOutUntilNanos < 0;
  }

  /** It refused a connection: others take its share for a while. */
  void leaveOut(long nanos) {
    leftOutUntilNanos = System.nanoTime() + nanos;
    leftOut = true;
  }

  void connected() {
    if (leftOut) {
      leftOut = false;
    }
  }
}
