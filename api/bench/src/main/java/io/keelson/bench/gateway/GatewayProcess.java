package io.keelson.bench.gateway;

import io.keelson.bench.DatabaseLogin;
import io.keelson.bench.measure.Child;
import io.keelson.bench.measure.Tool;
import io.keelson.serving.dataplane.BearerAuthenticator;
import io.keelson.serving.dataplane.Credentials;
import io.keelson.serving.dataplane.DataPlane;
import io.keelson.serving.dataplane.DataPlaneConfig;
import io.keelson.serving.dataplane.ReplicaTarget;
import io.keelson.serving.dataplane.RequestObserver;
import io.keelson.serving.dataplane.Route;
import io.keelson.serving.dataplane.RoutingTable;
import io.keelson.serving.metering.CounterFile;
import io.keelson.serving.metering.RequestCounters;
import io.keelson.serving.metering.RevisionCounter;
import io.keelson.serving.watch.capture.CaptureLoop;
import io.keelson.serving.watch.capture.CaptureQueue;
import io.keelson.serving.watch.capture.CaptureSettings;
import io.keelson.serving.watch.capture.PredictionSink;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The data plane as the platform runs it, alone in a process: API keys are looked up in the
 * platform's own directory, requests are counted in a counter file. Only the routing table is
 * fixed: one endpoint of each caller with one replica, the stand-in.
 */
public final class GatewayProcess {
  private static final String API_KEYS = "KEELSON_BENCH_API_KEYS";
  private static final long MAX_CAPTURE_BYTES = 64 << 20;

  /** As on the platform. */
  private static final long MAX_CAPTURE_BYTES_OF_SEVERAL = 16 << 20;

  private static final List<String> PROGRAM =
      List.of(
          "-Xms64m",
          "-Xmx768m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          GatewayProcess.class.getName());

  private GatewayProcess() {}

  /**
   * The JVM flags are the launcher's for the platform.
   *
   * @param captured the share of requests that is kept, 0 to 1
   */
  static Child start(
      Path folder,
      int core,
      int port,
      Path replica,
      DatabaseLogin system,
      String apiKey,
      double captured)
      throws IOException {
    String taskset = Tool.find("taskset", "util-linux");
    List<String> java = Child.javaOnCore(core, taskset, PROGRAM.toArray(String[]::new));
    return start(java, folder, port, replica, system, List.of(apiKey), captured);
  }

  /**
   * For callers of several tenants, all of whose requests are kept; on all cores.
   *
   * @param apiKeys a caller's each
   */
  public static Child start(
      Path folder, int port, Path replica, DatabaseLogin system, List<String> apiKeys)
      throws IOException {
    List<String> java = Child.java(PROGRAM.toArray(String[]::new));
    return start(java, folder, port, replica, system, apiKeys, 1);
  }

  private static Child start(
      List<String> java,
      Path folder,
      int port,
      Path replica,
      DatabaseLogin system,
      List<String> apiKeys,
      double captured)
      throws IOException {
    List<String> command = new ArrayList<>(java);
    command.addAll(
        List.of(
            Integer.toString(port),
            replica.toString(),
            folder.resolve("counters").toString(),
            Double.toString(captured)));
    // Secrets go by the environment: command lines are everybody's to read.
    Map<String, String> secrets = new HashMap<>(system.libpq());
    secrets.put(API_KEYS, String.join(",", apiKeys));
    return Child.start(log(folder), command, secrets, folder);
  }

  /** Where it says what became of the requests that it was to keep; see {@link Captured}. */
  public static Path log(Path folder) {
    return folder.resolve("gateway.log");
  }

  /** {@code GatewayProcess PORT REPLICA_SOCKET COUNTER_FOLDER SHARE_CAPTURED} */
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    AccessDirectory directory =
        new AccessDirectory(database(System.getenv()), InstantSource.system());
    List<UUID> tenants = new ArrayList<>();
    for (String apiKey : System.getenv(API_KEYS).split(",")) {
      tenants.add(
          directory
              .byApiKey(apiKey, "")
              .map(Principal::tenantId)
              .orElseThrow(
                  () -> new IllegalStateException("a given key is none of this platform")));
    }
    CounterFile counters =
        CounterFile.create(Path.of(arguments[2]), Ids.next(), System.currentTimeMillis());
    CaptureQueue<CaptureSettings> queue =
        new CaptureQueue<>(
            MAX_CAPTURE_BYTES,
            tenants.size() > 1 ? MAX_CAPTURE_BYTES_OF_SEVERAL : MAX_CAPTURE_BYTES,
            InstantSource.system());
    RequestCounters requests = new RequestCounters(counters, InstantSource.system());
    double captured = Double.parseDouble(arguments[3]);
    RoutingTable routes =
        new RoutingTable(
            tenants.stream()
                .map(tenant -> route(tenant, arguments[1], requests, captured))
                .toList());
    DataPlane dataPlane =
        new DataPlane(
            () -> routes,
            new Credentials(directory, BearerAuthenticator.NOBODY),
            RequestObserver.NONE,
            queue,
            CaptureQueue.none(),
            DataPlaneConfig.defaults("127.0.0.1", port));
    // Rows are made as they are for the catalog, and go nowhere: the bench is of the gateway.
    new CaptureLoop(
            queue,
            (tenant, endpoint, collector, rows) -> rows.size(),
            PredictionSink.NONE,
            (tenant, counts) -> {
              int caller = tenants.indexOf(tenant);
              counts.values().stream()
                  .map(count -> Captured.of(count).line(caller))
                  .forEach(System.out::println);
            })
        .start();
    dataPlane.start();
  }

  private static Route route(
      UUID tenantId, String replicaSocket, RequestCounters counters, double captured) {
    UUID project = Ids.next();
    UUID endpoint = Ids.next();
    UUID revision = Ids.next();
    ReplicaTarget replica =
        new ReplicaTarget(tenantId, Ids.next(), SocketAddress.domainSocketAddress(replicaSocket));
    RevisionCounter counter =
        counters.of(new RevisionCounter.Key(tenantId, project, endpoint, revision));
    return new Route(
        tenantId,
        project,
        endpoint,
        InferMessages.MODEL,
        List.of(new Route.Revision(revision, 1, 100, counter, List.of(replica))),
        captured > 0 ? new CaptureSettings(Ids.next(), captured, Set.of()) : null,
        null);
  }

  private static SystemDatabase database(Map<String, String> libpq) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(libpq.get("PGHOST"))
            .setPort(Integer.parseInt(libpq.get("PGPORT")))
            .setDatabase(libpq.get("PGDATABASE"))
            .setUser(libpq.get("PGUSER"))
            .setPassword(libpq.get("PGPASSWORD"))
            .setCachePreparedStatements(true)
            .setPipeliningLimit(16);
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(2))
            .connectingTo(options)
            .using(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)))
            .build();
    return new SystemDatabase(pool);
  }
}
