package io.keelson.serving.dataplane;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.keelson.serving.metering.CounterFile;
import io.keelson.serving.metering.RequestCounters;
import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.rollout.tally.StepTally;
import io.keelson.serving.testing.TestReplica;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.tally.DriftTarget;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A data plane with a fixed routing table, and its callers. */
final class DataPlaneFixture implements AutoCloseable {
  static final UUID TENANT = UUID.randomUUID();
  static final UUID OTHER_TENANT = UUID.randomUUID();
  static final UUID PROJECT = UUID.randomUUID();

  /** That routes of rollouts name. */
  static final String STICKY_HEADER = "x-user";

  static final String KEY = "ksn_engineer";
  static final String VIEWER_KEY = "ksn_viewer";
  static final String OTHER_PROJECT_KEY = "ksn_other_project";
  static final String OTHER_TENANT_KEY = "ksn_other_tenant";
  static final String SLOW_KEY = "ksn_looked_up";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Map<String, Principal> holders = new ConcurrentHashMap<>();
  private final CounterFile file;
  private final RequestCounters counters;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong passedNanos = new AtomicLong();

  /** How often it was found out who calls. */
  final AtomicInteger recognised = new AtomicInteger();

  volatile RoutingTable table = RoutingTable.EMPTY;
  DataPlane plane;

  DataPlaneFixture(Path folder) {
    file = CounterFile.create(folder, UUID.randomUUID(), 0);
    counters = new RequestCounters(file, InstantSource.system());
    holders.put(KEY, holder(TENANT, Set.of(Permission.ENDPOINT_INVOKE), Map.of()));
    holders.put(SLOW_KEY, holder(TENANT, Set.of(Permission.ENDPOINT_INVOKE), Map.of()));
    holders.put(VIEWER_KEY, holder(TENANT, Set.of(Permission.ENDPOINT_READ), Map.of()));
    holders.put(
        OTHER_PROJECT_KEY,
        holder(TENANT, Set.of(), Map.of(UUID.randomUUID(), Set.of(Permission.ENDPOINT_INVOKE))));
    holders.put(
        OTHER_TENANT_KEY, holder(OTHER_TENANT, Set.of(Permission.ENDPOINT_INVOKE), Map.of()));
  }

  private static Principal holder(
      UUID tenant, Set<Permission> everywhere, Map<UUID, Set<Permission>> byProject) {
    return new Principal(
        Principal.Kind.API_KEY,
        UUID.randomUUID(),
        tenant,
        "slug",
        "key:test",
        everywhere,
        byProject,
        null);
  }

  private final class TestAuthenticator implements Authenticator {
    @Override
    public Optional<Principal> ifKnown(String token, String tenantSlug) {
      return token.equals(SLOW_KEY) ? null : holder(token);
    }

    @Override
    public CompletionStage<Optional<Principal>> find(
        String token, String tenantSlug, String address) {
      return CompletableFuture.supplyAsync(() -> holder(token));
    }

    private Optional<Principal> holder(String token) {
      Optional<Principal> holder = Optional.ofNullable(holders.get(token));
      recognised.incrementAndGet();
      return holder;
    }
  }

  DataPlaneFixture start(DataPlaneConfig config) {
    return start(config, CaptureQueue.none());
  }

  DataPlaneFixture start(DataPlaneConfig config, CaptureQueue<CaptureSettings> captures) {
    return start(config, captures, CaptureQueue.none());
  }

  DataPlaneFixture start(
      DataPlaneConfig config,
      CaptureQueue<CaptureSettings> captures,
      CaptureQueue<DriftTarget> drift) {
    plane =
        new DataPlane(
            () -> table,
            new TestAuthenticator(),
            RequestObserver.NONE,
            captures,
            drift,
            config,
            () -> System.nanoTime() + passedNanos.get());
    plane.start();
    return this;
  }

  /** From now on nobody is known by the key. */
  void revoke(String key) {
    holders.remove(key);
  }

  /** By which callers were recognised earlier than they were. */
  void letPass(Duration time) {
    passedNanos.addAndGet(time.toNanos());
  }

  /** An endpoint of one revision with these replicas; it replaces the routing table. */
  RevisionCounter route(String name, ReplicaTarget... replicas) {
    return route(name, null, replicas);
  }

  RevisionCounter route(String name, CaptureSettings capture, ReplicaTarget... replicas) {
    return route(name, capture, null, replicas);
  }

  RevisionCounter route(
      String name, CaptureSettings capture, DriftTarget drift, ReplicaTarget... replicas) {
    UUID endpoint = UUID.randomUUID();
    UUID revision = UUID.randomUUID();
    RevisionCounter counter =
        counters.of(new RevisionCounter.Key(TENANT, PROJECT, endpoint, revision));
    table =
        new RoutingTable(
            List.of(
                new Route(
                    TENANT,
                    PROJECT,
                    endpoint,
                    name,
                    List.of(
                        new Route.Revision(revision, 1, 100, counter, List.of(replicas), drift)),
                    capture,
                    null)));
    return counter;
  }

  /** A step of a rollout between the numbers 1 and 2; it replaces the routing table. */
  List<RevisionCounter> routeStep(
      String name, StepTally tally, ReplicaTarget baseline, ReplicaTarget candidate) {
    UUID endpoint = UUID.randomUUID();
    List<Route.Revision> revisions = new ArrayList<>();
    List<RevisionCounter> counted = new ArrayList<>();
    for (ReplicaTarget replica : List.of(baseline, candidate)) {
      UUID revision = UUID.randomUUID();
      RevisionCounter counter =
          counters.of(new RevisionCounter.Key(TENANT, PROJECT, endpoint, revision));
      counted.add(counter);
      revisions.add(new Route.Revision(revision, counted.size(), 50, counter, List.of(replica)));
    }
    table =
        new RoutingTable(
            List.of(
                new Route(
                    TENANT,
                    PROJECT,
                    endpoint,
                    name,
                    revisions,
                    null,
                    new Route.Rollout(
                        tally, revisions.get(0).id(), revisions.get(1).id(), STICKY_HEADER))));
    return counted;
  }

  ManagedChannel channel(String key) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress("127.0.0.1", plane.port())
            .usePlaintext()
            .maxInboundMessageSize(64 << 20);
    if (key != null) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + key);
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
    ManagedChannel channel = builder.build();
    channels.add(channel);
    return channel;
  }

  byte[] call(String key, String method, byte[] request) {
    return call(channel(key), TestReplica.within(20), method, request);
  }

  static byte[] call(ManagedChannel channel, CallOptions options, String method, byte[] request) {
    return ClientCalls.blockingUnaryCall(channel, TestReplica.method(method), options, request);
  }

  HttpResponse<String> get(String key, String path) {
    return send(key, HttpRequest.newBuilder(uri(path)).GET());
  }

  /** With the header by which the rollout keeps callers together. */
  HttpResponse<String> postOf(String caller, String path, String body) {
    return send(
        KEY,
        HttpRequest.newBuilder(uri(path))
            .header(STICKY_HEADER, caller)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> post(String key, String path, String body) {
    return send(
        key, HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(String key, HttpRequest.Builder request) {
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + plane.port() + path);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    for (ManagedChannel channel : channels) {
      try {
        channel.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (plane != null) {
      plane.close();
    }
    http.close();
    file.delete();
  }
}
