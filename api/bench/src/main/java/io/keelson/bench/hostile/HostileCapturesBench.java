package io.keelson.bench.hostile;

import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.DatabaseLogin;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.gateway.Captured;
import io.keelson.bench.gateway.GatewayBench;
import io.keelson.bench.gateway.GatewayProcess;
import io.keelson.bench.gateway.InferMessages;
import io.keelson.bench.measure.Arguments;
import io.keelson.bench.measure.Child;
import io.keelson.bench.measure.HeapWatch;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.ResidentWatch;
import io.keelson.bench.measure.TemporaryFolder;
import io.keelson.bench.measure.Tool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A neighbour's requests for its model while another tenant sends hostile bodies to its own, on a
 * gateway that keeps all requests of both: truncated, deep, huge, contradicting, with control
 * characters, lying lengths and what is no number, as JSON and as messages of gRPC. The replica is
 * a stand-in that answers all of them, so that as much as can be is kept.
 *
 * <p>The ratio is the neighbour's p99 alone over that beside them.
 */
public final class HostileCapturesBench implements Benchmark {
  private static final double BAR = 0.5;
  private static final double MAX_HEAP_GROWTH_MIB = 64;
  private static final int DEFAULT_SECONDS = 30;
  private static final int MAX_SECONDS = 3_600;
  private static final int AFTER_PART = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OTHER_CORE = 1;
  private static final int NEIGHBOUR = 0;
  private static final int HOSTILE = 1;
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[1,3],\"data\":[1.5,2.5,3.5]}]}";
  private static final String EXPECTED = "\"probabilities\"";

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int seconds = Arguments.number(arguments, 0, DEFAULT_SECONDS, MAX_SECONDS);
    KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
    KeelsonEnvironment other = environment.ofOtherTenant();
    Listener platform = Listener.on(environment.url().getPort(), "the platform");
    DatabaseLogin system = DatabaseLogin.role(environment, platform, "system");
    return measure(seconds, system, List.of(environment.apiKey(), other.apiKey()));
  }

  /**
   * @param keys the neighbour's, and that of another tenant
   */
  static BenchResult measure(int seconds, DatabaseLogin system, List<String> keys)
      throws Exception {
    String taskset = Tool.find("taskset", "util-linux");
    int backendPort = Listener.freePort();
    int port = Listener.freePort();
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      Path socket = folder.path().resolve("replica.sock");
      try (Child backend =
          GatewayBench.backend(folder.path(), OTHER_CORE, taskset, backendPort, socket)) {
        backend.awaitListening(backendPort, PATIENCE);
        try (Child gateway = GatewayProcess.start(folder.path(), port, socket, system, keys)) {
          gateway.awaitListening(port, PATIENCE);
          return measure(seconds, folder.path(), port, keys);
        }
      }
    }
  }

  private static BenchResult measure(int seconds, Path folder, int port, List<String> keys)
      throws Exception {
    URI model = URI.create("http://127.0.0.1:" + port + "/v2/models/" + InferMessages.MODEL);
    Listener gateway = Listener.on(port, "the gateway");
    HeapWatch heap = new HeapWatch(gateway);
    try (Neighbour neighbour =
            Neighbour.inferring(URI.create(model + "/infer"), keys.get(NEIGHBOUR), BODY, EXPECTED);
        HostileInference hostile = new HostileInference(port, keys.get(HOSTILE))) {
      System.out.println("warming up");
      hostile.begin(); // what nobody has asked for before costs both a compilation
      Neighbour.Seen warmUp = neighbour.during(WARM_UP);
      hostile.end();
      double before = heap.liveMib();
      SideBySide seen;
      double residentGrowth;
      try (ResidentWatch resident = new ResidentWatch(gateway)) {
        seen = SideBySide.measure(neighbour, seconds, hostile);
        residentGrowth = resident.growthMib();
      }
      Neighbour.Seen after =
          neighbour.during(Duration.ofSeconds(Math.max(1, seconds / AFTER_PART)));
      System.out.printf("after    p50 %.2f ms, p99 %.2f ms%n", after.p50Ms(), after.p99Ms());
      int asked =
          warmUp.requests() + seen.alone().requests() + seen.beside().requests() + after.requests();
      HostileInference.Answers answers = hostile.answers();
      Path log = GatewayProcess.log(folder);
      Captured whole = Captured.await(log, NEIGHBOUR, asked, PATIENCE);
      Captured bounded = Captured.await(log, HOSTILE, answers.answered(), PATIENCE);
      double growth = heap.liveMib() - before;
      BenchResult result =
          new BenchResult("hostile-captures", seen.alone().p99Ms() / seen.beside().p99Ms(), BAR);
      return seen.addTo(result)
          .add("neighbour_after_p50_ms", after.p50Ms())
          .add("neighbour_after_p99_ms", after.p99Ms())
          .add("neighbour_captures_kept", whole.kept())
          .require("each_of_the_neighbours_is_kept", whole.isAllOf(asked))
          .add("hostile_kinds", hostile.kinds())
          .add("hostile_answered", answers.answered())
          .add("hostile_refused", answers.refused())
          .add("hostile_cut", answers.cut())
          .add("hostile_failed", answers.failed())
          .require("no_failure_is_the_platforms", answers.failed() == 0)
          .add("hostile_captures_kept", bounded.kept())
          .add("hostile_captures_dropped", bounded.dropped())
          .require(
              "each_of_the_hostile_is_counted",
              bounded.kept() + bounded.dropped() >= answers.answered())
          .add("heap_before_mib", before)
          .add("heap_growth_mib", growth)
          .require("heap_growth_within_64_mib", growth <= MAX_HEAP_GROWTH_MIB)
          .add("resident_growth_mib", residentGrowth)
          .add("seconds", seconds);
    }
  }
}
