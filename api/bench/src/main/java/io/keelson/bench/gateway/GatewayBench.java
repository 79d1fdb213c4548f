package io.keelson.bench.gateway;

import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.DatabaseLogin;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.measure.Child;
import io.keelson.bench.measure.H2Load;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.ProcessCpu;
import io.keelson.bench.measure.Rounds;
import io.keelson.bench.measure.TemporaryFolder;
import io.keelson.bench.measure.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * ModelInfer calls of 200 bytes through the data plane, which authenticates, routes and counts
 * them, against nginx's {@code grpc_pass}, which does not. Each has the first core to itself; the
 * stand-in replica behind both and the load share the second.
 *
 * <p>With {@code captures} it is the data plane that keeps all requests, and drops none of them,
 * against one that keeps none.
 *
 * <p>Where that second core is the limit, throughput says little of the proxy; so the ratio is the
 * smaller one of throughput and of CPU time a request. With both proxies at their limit they agree.
 */
public final class GatewayBench implements Benchmark {
  static final String PATH = "/inference.GRPCInferenceService/ModelInfer";
  private static final double BAR = 0.6;
  private static final double CAPTURES_BAR = 0.9;
  private static final int PROXY_CORE = 0;
  private static final int OTHER_CORE = 1;
  private static final int CONNECTIONS = 8;
  private static final int STREAMS_PER_CONNECTION = 8;
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  private static final Duration CAPTURES_PATIENCE = Duration.ofSeconds(30);

  /** What one of the two has used of its core, a figure a round. */
  private static final class Core {
    private long answered;
    private final List<Double> busy = new ArrayList<>();
    private final List<Double> usPerRequest = new ArrayList<>();
  }

  private final Core ours = new Core();
  private final Core baseline = new Core();

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
    Listener platform = Listener.on(environment.url().getPort(), "the platform");
    DatabaseLogin system = DatabaseLogin.role(environment, platform, "system");
    String taskset = Tool.find("taskset", "util-linux");
    int backendPort = Listener.freePort();
    int gatewayPort = Listener.freePort();
    int nginxPort = Listener.freePort();
    boolean ofCaptures = arguments.contains("captures");
    try (TemporaryFolder temporary = TemporaryFolder.create()) {
      Path folder = temporary.path();
      Path socket = folder.resolve("replica.sock");
      Path plain = Files.createDirectory(folder.resolve("plain"));
      try (Child backend = backend(folder, OTHER_CORE, taskset, backendPort, socket)) {
        backend.awaitListening(backendPort, START_PATIENCE);
        try (Child nginx =
                ofCaptures
                    ? GatewayProcess.start(
                        plain, PROXY_CORE, nginxPort, socket, system, environment.apiKey(), 0)
                    : Nginx.start(folder, PROXY_CORE, nginxPort, socket);
            Child gateway =
                GatewayProcess.start(
                    folder,
                    PROXY_CORE,
                    gatewayPort,
                    socket,
                    system,
                    environment.apiKey(),
                    ofCaptures ? 1 : 0)) {
          nginx.awaitListening(nginxPort, START_PATIENCE);
          gateway.awaitListening(gatewayPort, START_PATIENCE);
          return measure(
              ofCaptures, environment.apiKey(), folder, gateway, gatewayPort, nginx, nginxPort);
        }
      }
    }
  }

  private BenchResult measure(
      boolean ofCaptures,
      String apiKey,
      Path folder,
      Child gateway,
      int gatewayPort,
      Child nginx,
      int nginxPort)
      throws Exception {
    GrpcCheck.infer(gatewayPort, apiKey);
    GrpcCheck.infer(nginxPort, apiKey);
    Path body = folder.resolve("request");
    Files.write(body, InferMessages.request());
    H2Load oursLoad = load(gatewayPort, body, apiKey);
    H2Load nginxLoad = load(nginxPort, body, apiKey);
    String other = ofCaptures ? "plain" : "nginx";
    System.out.println("warming up");
    Rounds.warmUp(run -> costUs(oursLoad, gateway, ours));
    Rounds.warmUp(run -> costUs(nginxLoad, nginx, baseline));
    Rounds rounds =
        Rounds.alternate(
            Rounds.DEFAULT_ROUNDS,
            round -> timed("ours ", oursLoad, gateway, ours),
            round -> timed(other, nginxLoad, nginx, baseline));
    GrpcCheck.infer(gatewayPort, apiKey);
    double byThroughput = rounds.medianOurs() / rounds.medianBaseline();
    double byCost = Rounds.median(baseline.usPerRequest) / Rounds.median(ours.usPerRequest);
    BenchResult result =
        new BenchResult(
                ofCaptures ? "gateway captures" : "gateway",
                Math.min(byThroughput, byCost),
                ofCaptures ? CAPTURES_BAR : BAR)
            .add("ratio_by_requests_per_s", byThroughput)
            .add("ratio_by_cpu_per_request", byCost)
            .add("requests_per_s", rounds.medianOurs())
            .add(other + "_requests_per_s", rounds.medianBaseline())
            .add("gateway_cpu_us_per_request", Rounds.median(ours.usPerRequest))
            .add(other + "_cpu_us_per_request", Rounds.median(baseline.usPerRequest))
            .add("gateway_core_busy", Rounds.median(ours.busy))
            .add(other + "_core_busy", Rounds.median(baseline.busy))
            .add("request_bytes", InferMessages.REQUEST_BYTES)
            .add("requests_in_flight", CONNECTIONS * STREAMS_PER_CONNECTION);
    if (ofCaptures) {
      // A gateway that sheds what it is to keep is fast.
      Captured captured =
          Captured.await(GatewayProcess.log(folder), 0, ours.answered, CAPTURES_PATIENCE);
      result
          .add("captures_kept", captured.kept())
          .add("captures_dropped", captured.dropped())
          .require("nothing_shed", captured.isAllOf(ours.answered));
    }
    return result;
  }

  private static double costUs(H2Load load, Child proxy, Core core) throws IOException {
    long before = ProcessCpu.ofProcess(proxy.pid());
    H2Load.Load found = load.run(Rounds.WARM_UP_SECONDS);
    core.answered += found.requests();
    return (double) (ProcessCpu.ofProcess(proxy.pid()) - before) / found.requests();
  }

  private static double timed(String name, H2Load load, Child proxy, Core core) throws IOException {
    long before = ProcessCpu.ofProcess(proxy.pid());
    H2Load.Load found = load.run(Rounds.ROUND_SECONDS);
    found.requireAnswersOf(InferMessages.response().length);
    core.answered += found.requests();
    long usedUs = ProcessCpu.ofProcess(proxy.pid()) - before;
    double busy = usedUs / (Rounds.ROUND_SECONDS * 1_000_000.0);
    double usPerRequest = (double) usedUs / found.requests();
    core.busy.add(busy);
    core.usPerRequest.add(usPerRequest);
    System.out.printf(
        "%s  %8.0f requests/s   %5.1f us of CPU a request   its core %3.0f %% busy%n",
        name, found.requestsPerSecond(), usPerRequest, busy * 100);
    return found.requestsPerSecond();
  }

  private static H2Load load(int port, Path body, String apiKey) {
    return new H2Load("http://127.0.0.1:" + port + PATH)
        .onCore(OTHER_CORE)
        .connections(CONNECTIONS, STREAMS_PER_CONNECTION)
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header("authorization", "Bearer " + apiKey)
        .post(body);
  }

  /** The stand-in replica. */
  public static Child backend(Path folder, int core, String taskset, int port, Path socket)
      throws IOException {
    List<String> command =
        Child.javaOnCore(
            core,
            taskset,
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            EchoBackend.class.getName(),
            Integer.toString(port),
            socket.toString());
    return Child.start(folder.resolve("backend.log"), command);
  }
}
