package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawSocket;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the operating system takes for a reader who takes nothing delays their end, and costs those
 * who do read: it is bounded as what waits in the process is.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class UntakenEventsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BATCHES = 24;
  private static final int POINTS = 1_000;
  private static final int MOST_BYTES = 768 * 1024;

  @Inject TestTenants tenants;
  @Inject LiveSockets sockets;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Test
  void whoeverTakesNoEventsIsEndedBeforeMegabytesAreSentToThem() throws Exception {
    TestTenants.Made made = tenants.make("untaken");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String run = run(owner);
    try (RawSocket socket = RawSocket.acknowledged(port, made.key())) {
      socket.subscribe(
          "s", "subscription{runMetrics(runId:\"%s\"){key value step}}".formatted(run));
      for (int batch = 0; batch < BATCHES; batch++) {
        log(owner, run, batch * POINTS);
      }
      assertThat(areEnded()).as("ended, for nothing was taken").isTrue();

      long bytes = 0;
      RawSocket.Frame frame = socket.next();
      while (!frame.text().contains("\"type\":\"error\"")) {
        bytes += frame.payload().length;
        frame = socket.next();
      }
      assertThat(frame.text()).contains("RATE_LIMITED", "go on after the last cursor");
      assertThat(bytes).as("bytes sent to a reader who took none").isLessThan(MOST_BYTES);
    }
  }

  /** False when they are not in time. */
  private boolean areEnded() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (sockets.held().operations() > 0) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Thread.sleep(Duration.ofMillis(20));
    }
    return true;
  }

  private static String run(Graph owner) {
    String project =
        id(owner, "mutation{createProject(input:{slug:\"live\",name:\"Live\"}){id}}", Map.of());
    String experiment =
        id(
            owner,
            "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"e\"}){id}}",
            Map.of("p", project));
    return id(
        owner, "mutation($e:ID!){createRun(input:{experimentId:$e}){id}}", Map.of("e", experiment));
  }

  private static String id(Graph owner, String mutation, Map<String, Object> variables) {
    return owner.ask(mutation, variables).data().elements().next().path("id").asText();
  }

  private static void log(Graph owner, String run, int from) {
    List<Map<String, Object>> points =
        IntStream.range(from, from + POINTS)
            .mapToObj(step -> Map.<String, Object>of("key", "loss", "value", 0.5, "step", step))
            .toList();
    owner
        .ask(
            "mutation($r:ID!,$m:[MetricInput]){logBatch(input:{runId:$r,metrics:$m}){id}}",
            Map.of("r", run, "m", points))
        .data();
  }
}
