package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.tenancy.embedded.ProcessIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** One of the platform's own servers is killed: the platform brings it back and loses nothing. */
@Tag("heavy")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@Timeout(300)
final class ServersKilledIT {
  private static final Duration FIRST_START = Duration.ofSeconds(480);
  private static final Duration BACK_LIMIT = Duration.ofSeconds(60);
  private static final Duration SIGN_IN_LIMIT = Duration.ofSeconds(120);
  private static final Duration JOB_LIMIT = Duration.ofSeconds(90);
  private static final int SAID_LINES = 20;
  private static final String PROJECT = "query ($slug: String!) { project(slug: $slug) { id } }";
  private static final String VIEWER = "{ viewer { person { email } } }";

  private Installation installation;
  private PlatformProcess platform;
  private Doors doors;

  @BeforeAll
  @Timeout(600)
  void start() throws Exception {
    installation = Installation.create();
    Map<String, String> properties = new HashMap<>();
    for (String port :
        List.of("http.port", "management.port", "gateway.port", "postgres.port", "redis.port")) {
      properties.put("keelson." + port, Integer.toString(Ports.free()));
    }
    properties.put("keelson.keycloak.port", Integer.toString(Ports.freeBeforeFree()));
    properties.put("keelson.keycloak.distribution", Checkout.keycloak().toString());
    platform = new PlatformProcess(installation, "servers", properties);
    platform.migrate().start().awaitReady(FIRST_START);
    doors = new Doors(installation.environment());
  }

  @AfterAll
  @Timeout(180)
  void clearAway() throws Exception {
    try (Installation data = installation;
        PlatformProcess process = platform;
        Doors clients = doors) {
      // closed in reverse order, each whether the others can be or not
    }
  }

  private ProcessIdentity server(String name) {
    return ProcessIdentity.recorded(installation.data().resolve("run").resolve(name + ".pid"))
        .orElseThrow();
  }

  private ProcessIdentity kill(String name) throws Exception {
    ProcessIdentity server = server(name);
    server.signal("KILL");
    Waiting.until(BACK_LIMIT, name + " is gone", () -> !server.isRunning());
    return server;
  }

  private void awaitBack(Duration limit, String name, ProcessIdentity killed) throws Exception {
    Waiting.until(
        limit,
        name + " runs again",
        () ->
            ProcessIdentity.recorded(installation.data().resolve("run").resolve(name + ".pid"))
                .filter(server -> !server.equals(killed) && server.isRunning())
                .isPresent());
  }

  private JsonNode signIn() throws Exception {
    return doors.person("engineer").call(VIEWER, Map.of()).at("/viewer/person/email");
  }

  @Test
  @Order(1)
  void postgresComesBackWithEveryRowThatWasPromised() throws Exception {
    GraphQlClient machine = doors.machine;
    Workspace before = Workspace.create(doors, machine, "before");

    ProcessIdentity killed = kill("postgres");
    Set<String> refusals = new TreeSet<>();
    JsonNode found =
        Waiting.untilAnswered(
            BACK_LIMIT,
            "the API",
            () -> machine.call(PROJECT, Map.of("slug", "before")),
            refused -> refusals.add(refused.code()));

    assertThat(refusals).as("what callers are told meanwhile").isSubsetOf("UNAVAILABLE", "TIMEOUT");
    assertThat(server("postgres")).isNotEqualTo(killed);
    assertThat(found.at("/project/id").asText()).isEqualTo(before.projectId);
    Workspace after =
        Waiting.untilAnswered(
            BACK_LIMIT, "a mutation", () -> Workspace.create(doors, machine, "after"));
    String jobId = after.runScript("after", "echo fine");
    assertThat(after.awaitSuccess(JOB_LIMIT, jobId).path("attempt").asInt()).isEqualTo(1);
    JsonNode email = Waiting.untilAnswered(SIGN_IN_LIMIT, "sign-in", this::signIn);
    assertThat(email.asText()).startsWith("engineer@");
  }

  @Test
  @Order(2)
  void withoutRedisALogIsStillFollowedAndJobsStillRun() throws Exception {
    Workspace workspace = Workspace.create(doors, doors.machine, "redis");
    String script = "for i in $(seq 1 %d); do echo line $i; sleep 0.4; done".formatted(SAID_LINES);
    String jobId = workspace.runScript("talker", script);
    try (LogSubscription log = LogSubscription.open(doors, jobId)) {
      Waiting.until(JOB_LIMIT, "some lines", () -> log.lines().size() >= 3);

      ProcessIdentity killed = kill("redis");
      String second = workspace.runScript("meanwhile", "echo meanwhile");
      workspace.awaitSuccess(JOB_LIMIT, jobId);
      workspace.awaitSuccess(JOB_LIMIT, second);

      Waiting.until(JOB_LIMIT, "all lines", () -> log.lines().size() >= SAID_LINES);
      assertThat(log.lines())
          .isEqualTo(IntStream.rangeClosed(1, SAID_LINES).mapToObj(i -> "line " + i).toList());
      assertThat(log.failures()).isEmpty();
      awaitBack(BACK_LIMIT, "redis", killed);
    }
  }

  @Test
  @Order(3)
  void withoutKeycloakApiKeysCountAndSignInComesBack() throws Exception {
    Workspace workspace = Workspace.create(doors, doors.machine, "keycloak");
    assertThat(signIn().asText()).startsWith("engineer@");

    ProcessIdentity killed = kill("keycloak");
    JsonNode found = doors.machine.call(PROJECT, Map.of("slug", "keycloak"));
    assertThat(found.at("/project/id").asText()).isEqualTo(workspace.projectId);
    String jobId = workspace.runScript("meanwhile", "echo meanwhile");
    workspace.awaitSuccess(JOB_LIMIT, jobId);

    awaitBack(SIGN_IN_LIMIT, "keycloak", killed);
    JsonNode email = Waiting.untilAnswered(SIGN_IN_LIMIT, "sign-in", this::signIn);
    assertThat(email.asText()).startsWith("engineer@");
  }

  @Test
  @Order(4)
  void aStopEndsThemAll() throws Exception {
    assertThat(platform.isAlive()).isTrue();

    platform.stop();

    assertThat(installation.processes()).isEmpty();
  }
}
