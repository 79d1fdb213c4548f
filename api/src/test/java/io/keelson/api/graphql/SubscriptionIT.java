package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.catalog.experiment.RunJobEvents;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.keelson.api.testing.TestTenants;
import io.keelson.serving.endpoint.Rollouts;
import io.keelson.serving.metering.Traffic;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.Event;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class SubscriptionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject TestTenants tenants;
  @Inject TestEndpoints endpoints;
  @Inject TenantDatabase database;
  @Inject RunJobEvents runJobEvents;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  /** A client of the graphql-transport-ws protocol. */
  private static final class Subscriber implements WebSocket.Listener {
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        messages.add(new JsonObject(partial.toString()));
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }

    /** The next message that is no ping. */
    JsonObject next() throws InterruptedException {
      JsonObject message;
      do {
        message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(message).as("a message within %s", PATIENCE).isNotNull();
      } while (message.getString("type").equals("ping"));
      return message;
    }
  }

  private WebSocket open(String key, Subscriber subscriber, String... headers) {
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("graphql-transport-ws");
    if (key != null) {
      builder.header("Authorization", "Bearer " + key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), subscriber).join();
  }

  private static void subscribe(WebSocket socket, String query) {
    socket
        .sendText(
            new JsonObject()
                .put("id", "1")
                .put("type", "subscribe")
                .put("payload", new JsonObject().put("query", query))
                .encode(),
            true)
        .join();
  }

  private String run(Graph owner) {
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"live\",name:\"Live\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    String experiment =
        owner
            .ask(
                "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"e\"}){id}}",
                Map.of("p", project))
            .data()
            .at("/createExperiment/id")
            .asText();
    return owner
        .ask("mutation($e:ID!){createRun(input:{experimentId:$e}){id}}", Map.of("e", experiment))
        .data()
        .at("/createRun/id")
        .asText();
  }

  private static void log(Graph owner, String run, double value, int step) {
    owner
        .ask(
            "mutation($r:ID!,$v:Float!,$s:BigInteger!){logBatch(input:{runId:$r,metrics:[{key:\"loss\",value:$v,step:$s}]}){id}}",
            Map.of("r", run, "v", value, "s", step))
        .data();
  }

  @Test
  void metricsArriveAsTheyAreLoggedAndNoneTwice() throws Exception {
    TestTenants.Made made = tenants.make("follower");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String run = run(owner);
    log(owner, run, 0.9, 1);
    Subscriber subscriber = new Subscriber();
    WebSocket socket = open(made.key(), subscriber);
    socket.sendText("{\"type\":\"connection_init\"}", true).join();
    assertThat(subscriber.next().getString("type")).isEqualTo("connection_ack");
    subscribe(socket, "subscription{runMetrics(runId:\"" + run + "\"){key value step cursor}}");
    for (int step = 1; step <= 5; step++) {
      if (step > 1) {
        log(owner, run, 1.0 / step, step);
      }
      JsonObject message = subscriber.next();
      assertThat(message.getString("type")).as(message.encode()).isEqualTo("next");
      JsonObject metric =
          message.getJsonObject("payload").getJsonObject("data").getJsonObject("runMetrics");
      assertThat(metric.getLong("step")).isEqualTo(step);
    }
    socket.sendText("{\"id\":\"1\",\"type\":\"complete\"}", true).join();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
  }

  @Test
  void theEndOfARunArrivesAlthoughItsJobDoesNotChangeWithIt() throws Exception {
    TestTenants.Made made = tenants.make("run-end");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"ends\",name:\"Ends\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    String experiment =
        owner
            .ask(
                "mutation($p:ID!){createExperiment(input:{projectId:$p,name:\"e\"}){id}}",
                Map.of("p", project))
            .data()
            .at("/createExperiment/id")
            .asText();
    JsonNode job =
        owner
            .ask(
                "mutation($p:ID!,$e:ID!){submitJob(input:{projectId:$p,experimentId:$e,name:\"j\",command:[\"true\"]}){id run{id}}}",
                Map.of("p", project, "e", experiment))
            .data()
            .path("submitJob");
    Subscriber subscriber = new Subscriber();
    WebSocket socket = open(made.key(), subscriber);
    socket.sendText("{\"type\":\"connection_init\"}", true).join();
    assertThat(subscriber.next().getString("type")).isEqualTo("connection_ack");
    subscribe(socket, "subscription{jobChanged(projectId:\"" + project + "\"){run{status}}}");
    assertThat(runStatus(subscriber.next())).isEqualTo("SCHEDULED");

    finish(made.tenant().id(), job);

    assertThat(runStatus(subscriber.next())).isEqualTo("FINISHED");
    socket.abort();
  }

  private static String runStatus(JsonObject message) {
    assertThat(message.getString("type")).as(message.encode()).isEqualTo("next");
    return message
        .getJsonObject("payload")
        .getJsonObject("data")
        .getJsonObject("jobChanged")
        .getJsonObject("run")
        .getString("status");
  }

  /** As the event that follows a job's end does it. */
  private void finish(UUID tenantId, JsonNode job) {
    UUID jobId = GlobalId.decode("id", GraphTypes.JOB, job.path("id").asText());
    UUID runId = GlobalId.decode("id", GraphTypes.RUN, job.at("/run/id").asText());
    OffsetDateTime now = OffsetDateTime.ofInstant(Instant.now(), ZoneOffset.UTC);
    JsonObject payload =
        new JsonObject()
            .put("jobId", jobId.toString())
            .put("runId", runId.toString())
            .put("status", "SUCCEEDED")
            .put("endedAt", now.toString());
    Event event = new Event(UUID.randomUUID(), tenantId, "JobFinished", jobId, payload, null, now);
    database.transact(
        tenantId,
        tx -> {
          runJobEvents.handle(tx, event);
          return null;
        });
  }

  @Test
  void theLastCompleteMinuteOfAnEndpointArrives() throws Exception {
    TestTenants.Made made = tenants.make("minutes");
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    UUID project =
        GlobalId.decode(
            "id",
            GraphTypes.PROJECT,
            owner
                .ask("mutation{createProject(input:{slug:\"minutes\",name:\"Minutes\"}){id}}")
                .data()
                .at("/createProject/id")
                .asText());
    Rollouts.Deployed deployed = endpoints.serve(made.tenant().id(), project, "wine", null);
    OffsetDateTime minute = Traffic.lastCompleteMinute(Instant.now());
    endpoints.countTen(made.tenant().id(), deployed, minute);
    endpoints.countTen(made.tenant().id(), deployed, minute.plusMinutes(1)); // it may end meanwhile
    String query =
        "subscription{endpointTraffic(endpointId:\""
            + GraphTypes.id(GraphTypes.ENDPOINT, deployed.endpointId())
            + "\"){at requests errors}}";
    Subscriber subscriber = new Subscriber();
    WebSocket socket = open(made.key(), subscriber);
    socket.sendText("{\"type\":\"connection_init\"}", true).join();
    assertThat(subscriber.next().getString("type")).isEqualTo("connection_ack");
    subscribe(socket, query);

    JsonObject message = subscriber.next();

    assertThat(message.getString("type")).as(message.encode()).isEqualTo("next");
    JsonObject bucket =
        message.getJsonObject("payload").getJsonObject("data").getJsonObject("endpointTraffic");
    assertThat(bucket.getLong("requests")).isEqualTo(10);
    assertThat(bucket.getLong("errors")).isEqualTo(1);
    assertThat(OffsetDateTime.parse(bucket.getString("at")))
        .isBetween(minute, minute.plusMinutes(1));
    socket.abort();
    Subscriber stranger = new Subscriber();
    WebSocket other = open(tenants.make("minutes-stranger").key(), stranger);
    other.sendText("{\"type\":\"connection_init\"}", true).join();
    assertThat(stranger.next().getString("type")).isEqualTo("connection_ack");
    subscribe(other, query);
    assertThat(stranger.next().encode()).contains("not found").doesNotContain("requests");
    other.abort();
  }

  @Test
  void anotherTenantFollowsNothing() throws Exception {
    Graph owner = new Graph("http://127.0.0.1:" + port, tenants.make("followed").key());
    String run = run(owner);
    log(owner, run, 0.5, 1);
    TestTenants.Made stranger = tenants.make("eavesdropper");
    Subscriber subscriber = new Subscriber();
    WebSocket socket = open(stranger.key(), subscriber);
    socket.sendText("{\"type\":\"connection_init\"}", true).join();
    assertThat(subscriber.next().getString("type")).isEqualTo("connection_ack");
    subscribe(socket, "subscription{runMetrics(runId:\"" + run + "\"){key value}}");
    JsonObject message = subscriber.next();
    assertThat(message.encode()).contains("not found").doesNotContain("0.5");
    socket.abort();
  }

  @Test
  void theJobsOfAProjectThatDoesNotExistAreNotFound() throws Exception {
    TestTenants.Made made = tenants.make("no-project");
    Subscriber subscriber = new Subscriber();
    WebSocket socket = open(made.key(), subscriber);
    socket.sendText("{\"type\":\"connection_init\"}", true).join();
    assertThat(subscriber.next().getString("type")).isEqualTo("connection_ack");
    String unknown = GraphTypes.id(GraphTypes.PROJECT, UUID.randomUUID());
    subscribe(socket, "subscription{jobChanged(projectId:\"" + unknown + "\"){id}}");
    assertThat(subscriber.next().encode()).contains("NOT_FOUND");
    socket.abort();
  }

  @Test
  void aPageOfAnotherOriginOpensNoSocket() {
    TestTenants.Made made = tenants.make("origin");
    assertThatThrownBy(() -> open(made.key(), new Subscriber(), "Origin", "http://evil.example"))
        .isInstanceOf(CompletionException.class);
  }
}
