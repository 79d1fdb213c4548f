package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.engine.SharedEngine;
import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.BusyParsers;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.share.FairShare;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cheap questions whose answers would fill the memory: each ends with a code, and nobody else. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
@Timeout(120)
class LargeAnswersIT {
  private static final int PROJECTS = 20;

  /** One field under many names: 80 MB of answer. */
  private static final String WIDE =
      "{projects(first:100){edges{node{" + aliases(990, "description") + "}}}}";

  /** One page under many names: 20 MB of rows and answer. */
  private static final String LONG =
      "{" + aliases(249, "projects(first:100){edges{node{description}}}") + "}";

  /** Is told in more than a megabyte. */
  private static final String CREATE =
      "mutation($slug:String!,$text:String){createProject(input:{slug:$slug,name:\"p\",description:$text}){slug "
          + aliases(400, "description")
          + "}}";

  private static final String LIST = "{projects(first:10){edges{node{id}}}}";
  private static final String TENANT = "{tenant{slug}}";

  @Inject TestTenants tenants;
  @Inject SharedBytes memory;
  @Inject SharedEngine engine;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private static String aliases(int count, String field) {
    return IntStream.range(0, count)
        .mapToObj(i -> "a" + i + ":" + field)
        .collect(Collectors.joining(" "));
  }

  @AfterEach
  void nothingIsHeldAnyMore() throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(10));
    while (memory.usedBytes() > 0 && Instant.now().isBefore(end)) {
      Thread.sleep(10);
    }
    assertThat(memory.usedBytes()).isZero();
  }

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  /** The key of a tenant whose projects have much to say. */
  private String verbose(String slug) {
    String key = tenants.make(slug).key();
    Map<String, String> text = Map.of("text", "x".repeat(4_000));
    for (int i = 0; i < PROJECTS; i++) {
      graph(key)
          .ask(
              "mutation($text:String){createProject(input:{slug:\"p%d\",name:\"p\",description:$text}){id}}"
                  .formatted(i),
              text)
          .data();
    }
    return key;
  }

  @Test
  void overHttpSuchAnAnswerIsRefusedAndANeighbourGoesOn() {
    String key = verbose("large-http");
    Graph neighbour = graph(tenants.make("large-http-other").key());
    for (String question : new String[] {WIDE, LONG}) {
      Graph.Answer refused = graph(key).ask(question);
      assertThat(refused.code()).as(Things.shortened(refused.body())).hasValue("VALIDATION");
      assertThat(refused.message()).contains("bytes").contains("ask for less at once");
      assertThat(neighbour.ask(TENANT).code()).isEmpty();
      assertThat(graph(key).ask(TENANT).code()).isEmpty();
    }
  }

  @Test
  void overASocketSuchAnAnswerIsAnErrorAndTheSocketGoesOn() throws Exception {
    String key = verbose("large-live");
    String other = tenants.make("large-live-other").key();
    try (LiveClient attacker = LiveClient.acknowledged(port, key);
        LiveClient neighbour = LiveClient.acknowledged(port, other)) {
      for (String question : new String[] {WIDE, LONG}) {
        attacker.subscribe("large", question);
        JsonObject refused = attacker.next();
        assertThat(refused.getString("type")).isEqualTo("error");
        assertThat(refused.encode()).contains("\"code\":\"VALIDATION\"").contains("bytes");
        for (LiveClient client : new LiveClient[] {attacker, neighbour}) {
          client.subscribe("small", TENANT);
          assertThat(client.next().getString("type")).isEqualTo("next");
          assertThat(client.next().getString("type")).isEqualTo("complete");
        }
      }
    }
  }

  @Test
  void whatWasDoneIsToldHoweverManyRequestsWaitToBeRead() throws Exception {
    String key = tenants.make("large-done").key();
    createWithALargeAnswer(key, "before").data();
    assertThat(projects(key)).isEqualTo(1); // and both documents are known
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        LiveClient socket = LiveClient.acknowledged(port, key)) {
      Future<Graph.Answer> answer;
      try (BusyParsers busy = new BusyParsers(engine.get(), memory)) {
        answer = threads.submit(() -> createWithALargeAnswer(key, "over-http"));
        socket.subscribe("live", CREATE, JsonObject.mapFrom(variables("over-a-socket")));
        while (projects(key) < 3) {
          Thread.sleep(10);
        }
        Thread.sleep(200); // until the answers are due
      }
      assertThat(answer.get().code()).isEmpty();
      assertThat(answer.get().data().at("/createProject/slug").asText()).isEqualTo("over-http");
      JsonObject told = socket.next();
      assertThat(told.getString("type")).as(told.getString("id")).isEqualTo("next");
    }
  }

  @Test
  void whatWasDoneIsToldHoweverFullTheTenantsShareIs() throws Exception {
    TestTenants.Made made = tenants.make("large-full");
    createWithALargeAnswer(made.key(), "before").data();
    nothingIsHeldAnyMore();
    SharedBytes.Use others = allBut(made, 768 << 10); // of which its document takes most
    try (LiveClient socket = LiveClient.acknowledged(port, made.key())) {
      Graph.Answer told = createWithALargeAnswer(made.key(), "over-http");
      assertThat(told.code()).as(Things.shortened(told.body())).isEmpty();
      assertThat(told.data().at("/createProject/slug").asText()).isEqualTo("over-http");

      socket.subscribe("live", CREATE, JsonObject.mapFrom(variables("over-a-socket")));
      JsonObject next = socket.next();
      assertThat(next.getString("type")).as(next.getString("id")).isEqualTo("next");
    } finally {
      others.end();
    }
  }

  @Test
  void aMutationWithoutRoomForAnyAnswerDoesNotRun() throws Exception {
    TestTenants.Made made = tenants.make("large-refused");
    SharedBytes.Use others = allBut(made, 40 << 10);
    try {
      Graph.Answer refused =
          graph(made.key()).ask("mutation{createProject(input:{slug:\"x\",name:\"p\"}){slug}}");
      assertThat(refused.code()).as(Things.shortened(refused.body())).hasValue("RATE_LIMITED");
      assertThat(refused.message()).contains("the answer takes more memory");
    } finally {
      others.end();
    }
    assertThat(projects(made.key())).isZero();
  }

  /** The tenant's share, but so much of it. */
  private SharedBytes.Use allBut(TestTenants.Made made, int freeBytes) {
    SharedBytes.Use use = memory.use(made.tenant().id());
    long bytes = 0;
    for (int step = 1 << 20; step >= 1 << 10; step /= 2) {
      while (use.growTo(bytes + step) == FairShare.Answer.TAKEN) {
        bytes += step;
      }
    }
    use.release(freeBytes);
    return use;
  }

  private int projects(String key) {
    return graph(key).ask(LIST).data().at("/projects/edges").size();
  }

  private Graph.Answer createWithALargeAnswer(String key, String slug) {
    return graph(key).ask(CREATE, variables(slug));
  }

  private static Map<String, String> variables(String slug) {
    return Map.of("slug", slug, "text", "x".repeat(4_000));
  }
}
