package io.keelson.api.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.api.catalog.collection.sealing.SealingLoop;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.HostileLines;
import io.keelson.api.testing.Http2Flood;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.object.TenantObjects;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Events over HTTP, and what the API says of them. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class EventDoorIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINES = "application/x-ndjson";
  private static final String MINIMAL =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"data\":{\"v\":1}}";

  @Inject TestTenants tenants;
  @Inject TestPeople people;
  @Inject SystemDatabase system;
  @Inject TenantDatabase database;
  @Inject TenantObjects objects;
  @Inject DerivedVersions versions;
  @Inject InstantSource clock;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final HttpClient http = HttpClient.newHttpClient();

  private record Answer(int status, JsonNode body, HttpResponse<String> response) {}

  /** A tenant with a collector. */
  private final class World {
    final TestTenants.Made made;
    final Graph owner;
    final String dataset;
    final String collector;
    final URI door;

    World(String slug, String rules) {
      made = tenants.make(slug);
      owner = new Graph("http://127.0.0.1:" + port, made.key());
      String project =
          id("mutation{createProject(input:{slug:\"clicks\",name:\"Clicks\"}){id}}", Map.of());
      dataset =
          id(
              "mutation($p:ID!){createDataset(input:{projectId:$p,name:\"clicks\"}){id}}",
              Map.of("p", project));
      JsonNode created =
          owner
              .ask(
                  "mutation($d:ID!,$s:JSON){createCollector(input:{datasetId:$d,schema:$s"
                      + rules
                      + "}){id url version}}",
                  Map.of(
                      "d",
                      dataset,
                      "s",
                      Map.of("properties", Map.of("v", Map.of("type", "number")))))
              .data()
              .path("createCollector");
      collector = created.path("id").asText();
      door =
          URI.create(
              "http://127.0.0.1:" + port + URI.create(created.path("url").asText()).getPath());
    }

    private String id(String mutation, Map<String, Object> variables) {
      return owner.ask(mutation, variables).data().elements().next().path("id").asText();
    }

    Answer post(String type, String body, String... headers) throws Exception {
      return EventDoorIT.this.post(door, made.key(), type, body.getBytes(UTF_8), headers);
    }

    JsonNode figures() {
      return owner
          .ask(
              "query($d:ID!){node(id:$d){... on Dataset{collector{sealAfterRows sealAfter schema deadLetter{name} dataset{name}"
                  + " figures{accepted duplicates deadLetters rejected waitingRows waitingBytes oldestWaitingAt"
                  + " lastSealed{number status}}} latest{number files{edges{node{path}}}"
                  + " collectedFrom{rows from to deadLetters collector{id}}}}}}",
              Map.of("d", dataset))
          .data()
          .path("node");
    }
  }

  private Answer post(URI door, String key, String type, byte[] body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(door)
            .POST(BodyPublishers.ofByteArray(body))
            .header("Content-Type", type);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(
        response.statusCode(),
        response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body()),
        response);
  }

  @Test
  void eventsOfEveryFormBecomeAVersionOnce() throws Exception {
    World world = new World("events", ",sealAfterRows:5");

    Answer lines =
        world.post(LINES, "{\"id\":\"a\",\"v\":1}\nnonsense\n{\"id\":\"b\",\"v\":\"x\"}\n");
    assertThat(lines.status()).isEqualTo(200);
    assertThat(lines.body().toString())
        .isEqualTo(
            "{\"accepted\":1,\"duplicates\":0,\"deadLetters\":1,\"rejected\":1,\"errors\":[{\"line\":2,\"message\":"
                + lines.body().at("/errors/0/message")
                + "}]}");
    Answer again = world.post(LINES, "{\"id\":\"a\",\"v\":1}\n{\"id\":\"b\",\"v\":2}\n");
    assertThat(again.body().path("duplicates").asInt()).isEqualTo(2);
    assertThat(world.post("application/cloudevents+json", MINIMAL).body().path("accepted").asInt())
        .isEqualTo(1);
    assertThat(
            world
                .post("application/cloudevents-batch+json", "[" + MINIMAL + "]")
                .body()
                .path("duplicates")
                .asInt())
        .isEqualTo(1);
    Answer binary =
        world.post(
            "application/json",
            "{\"v\":2}",
            "ce-specversion",
            "1.0",
            "ce-id",
            "2",
            "ce-source",
            "/a",
            "ce-type",
            "t");
    assertThat(binary.body().path("accepted").asInt()).isEqualTo(1);
    Answer packed =
        post(
            world.door,
            world.made.key(),
            LINES,
            gzip("{\"v\":3}\n{\"v\":4}\n".getBytes(UTF_8)),
            "Content-Encoding",
            "gzip",
            "Idempotency-Key",
            "first");
    assertThat(packed.body().path("accepted").asInt()).isEqualTo(2);

    JsonNode sealed = sealed(world);
    assertThat(sealed.at("/collector/figures/accepted").asInt()).isEqualTo(5);
    assertThat(sealed.at("/collector/figures/duplicates").asInt()).isEqualTo(3);
    assertThat(sealed.at("/collector/figures/rejected").asInt()).isEqualTo(1);
    assertThat(sealed.at("/collector/figures/deadLetters").asInt()).isEqualTo(1);
    assertThat(sealed.at("/collector/figures/waitingRows").asInt())
        .as("a dead letter")
        .isEqualTo(1);
    assertThat(sealed.at("/collector/deadLetter/name").asText()).isEqualTo("clicks dead letters");
    assertThat(sealed.at("/collector/dataset/name").asText()).isEqualTo("clicks");
    assertThat(sealed.at("/latest/files/edges/0/node/path").asText()).isEqualTo("events.ndjson.gz");
    assertThat(sealed.at("/latest/collectedFrom/rows").asInt()).isEqualTo(5);
    assertThat(sealed.at("/latest/collectedFrom/collector/id").asText()).isEqualTo(world.collector);
    world
        .owner
        .ask("mutation($c:ID!){sealCollected(id:$c){id}}", Map.of("c", world.collector))
        .data();
    world
        .owner
        .ask(
            "mutation($c:ID!){deleteCollector(id:$c,expectedVersion:1){id}}",
            Map.of("c", world.collector))
        .data();
    assertThat(world.post(LINES, "{}").status()).isEqualTo(404);
    assertThat(world.figures().path("collector").isNull()).isTrue();
  }

  @Test
  void nothingMoreIsTakenForAProjectThatIsBeingRemoved() throws Exception {
    World world = new World("closed-events", "");
    assertThat(world.post(LINES, "{\"v\":1}").body().path("accepted").asInt()).isEqualTo(1);
    people.inThread(
        () ->
            database.transact(
                world.made.tenant().id(),
                tx ->
                    tx.update(
                        "UPDATE catalog.project SET removing_since = now() WHERE tenant_id = $1",
                        tx.tenantId())));

    Answer late = world.post(LINES, "{\"v\":2}\n{\"v\":\"x\"}\nnonsense\n");

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.body().toString()).contains(ProjectAccess.REMOVING);
    assertThat(world.figures().at("/collector/figures").toString())
        .contains("\"accepted\":1", "\"deadLetters\":0", "\"rejected\":0", "\"waitingRows\":1");
  }

  @Test
  void sendersMayNameTheirRequestsAlike() throws Exception {
    World world = new World("alike", "");
    String account =
        world.id(
            "mutation{createServiceAccount(input:{name:\"other\",grants:[{role:ENGINEER}]}){id}}",
            Map.of());
    String other =
        world
            .owner
            .ask(
                "mutation($a:ID!){createApiKey(input:{name:\"other\",serviceAccountId:$a}){secret}}",
                Map.of("a", account))
            .data()
            .at("/createApiKey/secret")
            .asText();
    for (String sent : new String[] {"accepted", "duplicates"}) {
      for (String key : new String[] {world.made.key(), other}) {
        Answer answer =
            post(world.door, key, LINES, "{\"v\":1}".getBytes(UTF_8), "Idempotency-Key", "1");
        assertThat(answer.body().path(sent).asInt()).as(sent).isEqualTo(1);
      }
    }
    assertThat(
            world.post(LINES, "{\"v\":2}", "Idempotency-Key", "1").body().path("accepted").asInt())
        .as("what says something else is kept")
        .isEqualTo(1);
  }

  /** As a process of the role broker does, which this one is not. */
  private JsonNode sealed(World world) {
    try (SealingLoop loop = new SealingLoop(system, database, objects, versions, clock)) {
      CompletableFuture<?> done = new CompletableFuture<>();
      Thread.startVirtualThread(
          () -> {
            try {
              while (loop.sealDue()) {
                // there may be more
              }
              done.complete(null);
            } catch (RuntimeException | Error e) {
              done.completeExceptionally(e);
            }
          });
      done.join();
    }
    return world.figures();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  @Test
  void whoeverMayNotWriteTheDataSetIsRefusedUnread() throws Exception {
    World world = new World("closed", "");
    String other = tenants.make("closed-other").key();
    String viewer = tenants.keyFor(world.made.tenant(), Role.VIEWER);
    byte[] body = "{}".getBytes(UTF_8);

    assertThat(post(world.door, null, LINES, body).status()).isEqualTo(401);
    assertThat(post(world.door, "ksn_made_up", LINES, body).status()).isEqualTo(401);
    assertThat(post(world.door, viewer, LINES, body).status()).isEqualTo(403);
    Answer foreign = post(world.door, other, LINES, body);
    Answer missing =
        post(
            URI.create(world.door.toString().replaceAll("[0-9a-f]{4}/events$", "0000/events")),
            world.made.key(),
            LINES,
            body);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).as("looks like none").isEqualTo(missing.body());
    assertThat(
            post(
                    URI.create(world.door.toString().replace("/events", "x/events")),
                    other,
                    LINES,
                    body)
                .status())
        .isEqualTo(404);
    for (String credential : new String[] {"", "Authorization: Bearer ksn_unknown\r\n"}) {
      assertThat(head(world, credential, 4_000_000)).startsWith("HTTP/1.1 401");
    }
    assertThat(world.figures().at("/collector/figures/accepted").asInt()).isZero();
  }

  /** The answer to a head whose body never comes. */
  private String head(World world, String credential, int length) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              ("POST "
                      + world.door.getPath()
                      + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                      + credential
                      + "Content-Length: "
                      + length
                      + "\r\n\r\n")
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void hostileBodiesAreRefusedOrBounded() throws Exception {
    World world = new World("hostile-events", "");
    byte[] bomb = gzip(new byte[200 << 20]);
    String key = world.made.key();

    assertThat(post(world.door, key, LINES, bomb, "Content-Encoding", "gzip").status())
        .isEqualTo(413);
    assertThat(post(world.door, key, LINES, new byte[5 << 20]).status()).isEqualTo(413);
    assertThat(head(world, "Authorization: Bearer " + key + "\r\n", 5 << 20))
        .as("before any of it is sent")
        .startsWith("HTTP/1.1 413");
    assertThat(
            post(world.door, key, LINES, new byte[] {1, 2, 3}, "Content-Encoding", "gzip").status())
        .isEqualTo(400);
    assertThat(
            post(world.door, key, LINES, "{}".getBytes(UTF_8), "Content-Encoding", "br").status())
        .isEqualTo(415);
    assertThat(world.post("application/json", "{}").status()).isEqualTo(415);
    assertThat(world.post("text/plain", "{}").status()).isEqualTo(415);
    assertThat(world.post(LINES, "{}", "Idempotency-Key", "a b").status()).isEqualTo(400);
    assertThat(world.post(LINES, "{}\n".repeat(10_001)).status()).isEqualTo(400);
    for (String nonsense :
        new String[] {
          "[", "nonsense", "[".repeat(100_000), "{\"a\":".repeat(60_000), "\0", "\"\\ud800\""
        }) {
      assertThat(world.post(LINES, nonsense).status()).as(nonsense.substring(0, 1)).isEqualTo(400);
      assertThat(world.post("application/cloudevents+json", nonsense).status()).isEqualTo(400);
      assertThat(world.post("application/cloudevents-batch+json", nonsense).status())
          .isEqualTo(400);
    }
    StringBuilder scalars = new StringBuilder("[");
    scalars.append("0,".repeat(2_000_000)).append("0]");
    assertThat(world.post("application/cloudevents-batch+json", scalars.toString()).status())
        .isEqualTo(400);
    HttpResponse<String> get =
        http.send(
            HttpRequest.newBuilder(world.door).header("Authorization", "Bearer " + key).build(),
            BodyHandlers.ofString());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("Allow")).contains("POST");
    assertThat(world.post(LINES, "").status()).as("nothing is nothing wrong").isEqualTo(200);
    assertThat(world.figures().at("/collector/figures/accepted").asInt()).isZero();
    try (Http2Flood flood =
        new Http2Flood(
            port,
            world.door.getPath(),
            64 << 10,
            Map.of("Content-Type", LINES, "Authorization", "Bearer " + key))) {
      assertThat(flood.status()).isEqualTo(413);
      assertThat(flood.reset().getCode()).isZero();
    }
  }

  @Test
  void whatIsWrongIsToldInFewLines() throws Exception {
    World world = new World("quiet-events", "");
    try (HostileLines lines = new HostileLines()) {
      for (int i = 0; i < 20; i++) {
        world.post(LINES, "nonsense\n".repeat(1_000));
        world.post("application/cloudevents-batch+json", "nonsense");
      }
      assertThat(lines.with("a JSON array of CloudEvents").size()).isBetween(1, 20);
      assertThat(lines.with("nonsense")).isEmpty();
    }
    assertThat(world.figures().at("/collector/figures/rejected").asInt()).isEqualTo(20_000);
  }
}
