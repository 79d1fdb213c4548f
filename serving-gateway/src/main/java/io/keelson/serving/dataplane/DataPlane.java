package io.keelson.serving.dataplane;

import io.keelson.serving.connection.AcceptingTransport;
import io.keelson.serving.connection.ArrivalDeadline;
import io.keelson.serving.connection.DoorBounds;
import io.keelson.serving.connection.FlushBatching;
import io.keelson.serving.connection.Http2Idle;
import io.keelson.serving.connection.PipelinedRequests;
import io.keelson.serving.connection.TransferCoding;
import io.keelson.serving.connection.WriteBackpressure;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.tally.DriftTarget;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.Http2ServerConnection;
import io.vertx.core.impl.VertxBuilder;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The door for predictions: REST and gRPC of the Open Inference Protocol, version 2, on one port
 * (HTTP/1.1 and cleartext HTTP/2). Runs on event loops of its own and needs nothing but a routing
 * table and an authenticator, so it can be started alone.
 */
public final class DataPlane implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DataPlane.class);
  private static final int WINDOW_BYTES = 1 << 20;
  private static final int CONNECTION_WINDOW_BYTES = 8 << 20;

  /** What a replica may send of one answer before its caller takes it. */
  static final int ANSWER_WINDOW_BYTES = 256 << 10;

  /** An answer in pieces stops at the channel's mark of 64 KiB. */
  private static final long MAX_UNSENT_BYTES = 512 << 10;

  private static final int MAX_CONNECTIONS = 8_192;

  /** Most heads come in one piece. */
  private static final int MAX_UNFINISHED_HEADS = 256;

  private static final int MAX_STREAMS_PER_CONNECTION = 1_024;

  /** Behind one whose answer takes its time; clients that pipeline at all send a few. */
  private static final int MAX_PIPELINED = 128;

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int IDLE_CONNECTION_SECONDS = 300;
  private static final int START_TIMEOUT_SECONDS = 30;

  /** RFC 9113, section 7. */
  private static final long NO_ERROR = 0;

  private static final long RESET_AFTER_MS = 1_000;

  /** Any free port, the same one for all event loops. */
  private static final int SHARED_FREE_PORT = -1;

  private final Supplier<RoutingTable> routes;
  private final Authenticator authenticator;
  private final RequestObserver observer;
  private final CallTaps.Queues tapped;
  private final DataPlaneConfig config;
  private final HeldBytes held;
  private final LongSupplier nanoTime;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Queue<Lane> lanes = new ConcurrentLinkedQueue<>();
  private volatile boolean draining;
  private volatile int port;
  private Vertx vertx;

  /**
   * @param routes asked for each request: the newest table
   * @param observer {@link RequestObserver#NONE} where nobody looks
   */
  public DataPlane(
      Supplier<RoutingTable> routes,
      Authenticator authenticator,
      RequestObserver observer,
      DataPlaneConfig config) {
    this(routes, authenticator, observer, CaptureQueue.none(), CaptureQueue.none(), config);
  }

  /**
   * @param captures where answered requests go whose routes say that they are kept
   * @param drift where those go whose values are counted
   */
  public DataPlane(
      Supplier<RoutingTable> routes,
      Authenticator authenticator,
      RequestObserver observer,
      CaptureQueue<CaptureSettings> captures,
      CaptureQueue<DriftTarget> drift,
      DataPlaneConfig config) {
    this(routes, authenticator, observer, captures, drift, config, System::nanoTime);
  }

  /**
   * @param nanoTime by which it is known how long ago a caller was recognised
   */
  DataPlane(
      Supplier<RoutingTable> routes,
      Authenticator authenticator,
      RequestObserver observer,
      CaptureQueue<CaptureSettings> captures,
      CaptureQueue<DriftTarget> drift,
      DataPlaneConfig config,
      LongSupplier nanoTime) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.observer = observer;
    this.tapped = new CallTaps.Queues(captures, drift);
    this.config = config;
    this.nanoTime = nanoTime;
    this.held = new HeldBytes(config.maxHeldBytes(), config.maxHeldBytesPerTenant());
  }

  /**
   * Listens; blocks until it does.
   *
   * @throws IllegalStateException when it cannot, naming host and port
   */
  public synchronized void start() {
    if (vertx != null) {
      throw new IllegalStateException("the data plane was started before");
    }
    if (!Epoll.isAvailable()) {
      throw new IllegalStateException(
          "replicas listen on Unix sockets, which need Linux and its epoll transport");
    }
    vertx =
        new VertxBuilder(
                new VertxOptions()
                    .setPreferNativeTransport(true)
                    .setFileSystemOptions(
                        new FileSystemOptions()
                            .setFileCachingEnabled(false)
                            .setClassPathResolvingEnabled(false))
                    .setEventLoopPoolSize(config.eventLoops())
                    .setWorkerPoolSize(1)
                    .setInternalBlockingPoolSize(1))
            .findTransport(
                AcceptingTransport.fromTheConnectionOn(
                    new DoorBounds(
                        config.arrivalLimit(),
                        MAX_CONNECTIONS,
                        MAX_UNFINISHED_HEADS,
                        address -> false)))
            .init()
            .vertx();
    try {
      await(
          vertx.deployVerticle(
              LoopVerticle::new, new DeploymentOptions().setInstances(config.eventLoops())),
          START_TIMEOUT_SECONDS);
    } catch (RuntimeException e) {
      vertx.close();
      vertx = null;
      throw new IllegalStateException(
          "the data plane cannot listen on " + config.host() + ":" + config.port(), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Requests that it works on now. */
  public int inFlight() {
    return lanes.stream().mapToInt(lane -> lane.deadlines.size()).sum();
  }

  /** Bytes of requests and answers that it holds now. */
  public long heldBytes() {
    return held.held();
  }

  private final class LoopVerticle extends AbstractVerticle {
    @Override
    public void start(Promise<Void> started) {
      Lane lane =
          new Lane(
              vertx,
              vertx
                  .httpClientBuilder()
                  .with(clientOptions())
                  .with(poolOptions())
                  .withConnectHandler(DataPlane::connectedToReplica)
                  .build(),
              config,
              held,
              routes,
              authenticator,
              observer,
              tapped,
              nanoTime);
      lanes.add(lane);
      vertx.setPeriodic(
          Deadlines.SWEEP_MS,
          timer -> {
            lane.deadlines.sweep(System.nanoTime());
            lane.unsent.sweep(System.nanoTime());
          });
      GrpcDoor grpc = new GrpcDoor(lane, () -> !draining);
      RestDoor rest = new RestDoor(lane, () -> !draining);
      HttpServer server = vertx.createHttpServer(serverOptions());
      server
          .connectionHandler(DataPlane.this::connected)
          .requestHandler(request -> dispatch(request, grpc, rest))
          .exceptionHandler(failure -> LOG.debugf("a connection failed: %s", failure.getMessage()))
          .listen()
          .onSuccess(listening -> port = listening.actualPort())
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }

  private void dispatch(HttpServerRequest request, GrpcDoor grpc, RestDoor rest) {
    if (!TransferCoding.isUnderstood(request)) {
      TransferCoding.refuse(request);
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      closeWithAnswer(request);
    }
    if (GrpcDoor.isGrpc(request)) {
      grpc.handle(request);
    } else {
      rest.handle(request);
    }
  }

  /**
   * An answer to a request that has not ended leaves its stream half open, and what its caller sent
   * in memory: RFC 9113, section 8.1, has the server ask for an end without an error. Most callers
   * end the stream themselves when they see the answer. Those that do not are asked a second later:
   * each frame that is on its way when a stream is reset counts as an error of the caller, and some
   * large requests on their way would end the connection.
   */
  private void closeWithAnswer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    response.bodyEndHandler(
        answered -> {
          if (!request.isEnded()) {
            vertx.setTimer(
                RESET_AFTER_MS,
                later -> {
                  if (!request.isEnded() && !response.closed()) {
                    response.reset(NO_ERROR);
                  }
                });
          }
        });
  }

  private void connected(HttpConnection connection) {
    if (draining || connections.size() >= MAX_CONNECTIONS) {
      connection.close();
      return;
    }
    FlushBatching.on(connection);
    WriteBackpressure.on(connection, config.maxDeadline(), MAX_UNSENT_BYTES);
    ArrivalDeadline.on(connection, config.arrivalLimit());
    PipelinedRequests.on(connection, MAX_PIPELINED);
    Http2Idle.on(connection, config.arrivalLimit(), http2Period());
    connections.add(connection);
    connection.closeHandler(closed -> connections.remove(connection));
  }

  /** What fails on it is told once, not once for each request that it carries. */
  private static void connectedToReplica(HttpConnection connection) {
    AtomicBoolean told = new AtomicBoolean();
    connection.exceptionHandler(
        failure -> {
          if (told.compareAndSet(false, true)) {
            LOG.warnf(
                "a connection to the replica at %s failed: %s",
                connection.remoteAddress(), failure);
          }
        });
  }

  /** A call, and its answer after it, take a deadline each at most. */
  private Duration http2Period() {
    Duration longest = config.maxDeadline().multipliedBy(3);
    Duration idle = Duration.ofSeconds(IDLE_CONNECTION_SECONDS);
    return longest.compareTo(idle) > 0 ? longest : idle;
  }

  private HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port() == 0 ? SHARED_FREE_PORT : config.port())
        .setHttp2ClearTextEnabled(true)
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MAX_STREAMS_PER_CONNECTION)
                .setInitialWindowSize(WINDOW_BYTES)
                .setMaxHeaderListSize(MAX_HEADER_BYTES))
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxInitialLineLength(4_096)
        .setTcpNoDelay(true)
        .setHandle100ContinueAutomatically(true)
        .setReuseAddress(true)
        .setIdleTimeout(IDLE_CONNECTION_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  /**
   * Prior knowledge of HTTP/2, and no limit of ours on the streams of a connection: places at
   * replicas are that. The window of a connection is as wide as those of its streams together:
   * callers who take nothing would else stop the answers to all others.
   */
  private HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false)
        .setHttp2MultiplexingLimit(-1)
        .setHttp2ConnectionWindowSize(
            Math.max(CONNECTION_WINDOW_BYTES, config.maxInFlightPerReplica() * ANSWER_WINDOW_BYTES))
        .setInitialSettings(
            new Http2Settings()
                .setInitialWindowSize(ANSWER_WINDOW_BYTES)
                .setMaxHeaderListSize(MAX_HEADER_BYTES)
                .setPushEnabled(false))
        .setConnectTimeout((int) config.connectTimeout().toMillis());
  }

  private PoolOptions poolOptions() {
    return new PoolOptions()
        .setHttp2MaxSize(1)
        .setMaxWaitQueueSize(config.maxInFlightPerReplica() * 4);
  }

  /**
   * Takes no more requests, finishes those in flight within the drain timeout, and stops. HTTP/2
   * callers are told by GOAWAY, health checks by {@code ready: false}.
   */
  @Override
  public synchronized void close() {
    if (vertx == null || draining) {
      return;
    }
    draining = true;
    for (HttpConnection connection : connections) {
      if (connection instanceof Http2ServerConnection) {
        connection.shutdown(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    if (!quiet(config.drainTimeout())) {
      LOG.warnf(
          "%d requests are cut off: they took longer than %s", inFlight(), config.drainTimeout());
    }
    await(vertx.close(), START_TIMEOUT_SECONDS);
  }

  /** Whether nothing was in flight any more before the time was over. */
  private boolean quiet(Duration timeout) {
    CompletableFuture<Void> quiet = new CompletableFuture<>();
    vertx.setPeriodic(
        1,
        Deadlines.SWEEP_MS,
        timer -> {
          if (inFlight() == 0) {
            quiet.complete(null);
          }
        });
    try {
      quiet.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void await(Future<?> future, long seconds) {
    try {
      future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
