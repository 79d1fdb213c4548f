package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo's path through two processes with a role each, on servers that somebody else runs. */
@Tag("heavy")
final class TwoProcessesIT {
  private static final long DEMO_LIMIT_S = 300;

  @Test
  @Timeout(900)
  void theDemoWalksThroughAnApiAndABroker() throws Exception {
    try (ExternalServers servers = new ExternalServers();
        TraceCollector traces = TraceCollector.start();
        Installation installation = Installation.create()) {
      Map<String, String> shared = new HashMap<>(servers.properties());
      shared.putAll(traces.properties());
      shared.put("keelson.gateway.port", Integer.toString(Ports.free()));
      int front = Ports.free();
      Map<String, String> frontDoor = new HashMap<>(shared);
      frontDoor.put("keelson.roles", "api");
      frontDoor.put("keelson.http.port", Integer.toString(front));
      frontDoor.put("keelson.management.port", Integer.toString(Ports.free()));
      Map<String, String> behind = new HashMap<>(shared);
      behind.put("keelson.roles", "broker,gateway");
      int unused = Ports.free();
      behind.put("keelson.http.port", Integer.toString(unused));
      behind.put("keelson.http.url", "http://127.0.0.1:" + front);
      behind.put("keelson.management.port", Integer.toString(Ports.free()));
      try (PlatformProcess api = new PlatformProcess(installation, "two-api", frontDoor);
          PlatformProcess broker = new PlatformProcess(installation, "two-broker", behind)) {
        // Both at once: neither waits for the other, nor migrates.
        api.start();
        broker.start();
        api.awaitReady();
        broker.awaitReady();
        assertThat(Ports.isFree(unused)).as("without the role api nobody listens").isTrue();

        int code = demo(servers.environment(installation));

        assertThat(code).as("exit code of the demo, see its log in %s", Checkout.logs()).isZero();
        assertThat(servers.number("SELECT count(*) FROM compute.holder"))
            .as("processes that run jobs")
            .isEqualByComparingTo("1");
        broker.stop();
        api.stop();
      }
      assertThat(installation.processes()).isEmpty();
      assertJoined(traces);
    }
  }

  /** Request, job and replica stand in one trace each, whichever process they ran in. */
  private static void assertJoined(TraceCollector traces) {
    for (String job : List.of("job TASK", "job SERVICE")) {
      assertThat(traces.spans().stream().filter(span -> span.name().equals(job)))
          .as("spans of %s", job)
          .isNotEmpty()
          .allSatisfy(
              span ->
                  assertThat(traces.parentOf(span))
                      .as("what started %s", span)
                      .isNotNull()
                      .satisfies(parent -> assertThat(parent.name()).isEqualTo("GraphQL")));
    }
    assertThat(traces.spans().stream().filter(span -> span.name().startsWith("inference ")))
        .as("spans of predictions")
        .isNotEmpty();
  }

  private static int demo(Map<String, String> environment) throws Exception {
    Path log = Checkout.logs().resolve("two-demo.log");
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    Checkout.demo(),
                    "io.keelson.demo.Demo"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process demo = builder.start();
    try {
      assertThat(demo.waitFor(DEMO_LIMIT_S, TimeUnit.SECONDS))
          .as("the demo ends within %d s, see %s", DEMO_LIMIT_S, log)
          .isTrue();
      Files.readAllLines(log).forEach(System.out::println);
      return demo.exitValue();
    } finally {
      demo.destroyForcibly();
    }
  }
}
