package io.keelson.api.identity;

import static io.keelson.api.testing.KnownWithin.assertKnownWithin;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.RawHttp1;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A body that comes slowly is no longer acted on by the rights that its headers had. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class SlowBodiesIT {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
  private static final Duration FRESH_FOR = Duration.ofSeconds(1);
  private static final String EVENT =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"t\",\"data\":{\"v\":1}}";

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph graph(String key) {
    return new Graph("http://127.0.0.1:" + port, key);
  }

  private record Key(String id, String secret) {}

  private static Key key(Graph owner, String permissions) {
    JsonNode created =
        owner
            .ask(
                "mutation{createApiKey(input:{name:\"slow\",permissions:["
                    + permissions
                    + "]}){secret apiKey{id}}}")
            .data()
            .path("createApiKey");
    return new Key(created.at("/apiKey/id").asText(), created.path("secret").asText());
  }

  /** All but the last byte of the body. */
  private RawHttp1 begin(String path, String key, String type, String body) throws Exception {
    return new RawHttp1(port)
        .say(
            "POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
                + type
                + "\r\nAuthorization: Bearer "
                + key
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body.substring(0, body.length() - 1));
  }

  private void revoke(Graph owner, Key key, long begunNanos) throws Exception {
    owner.ask("mutation($k:ID!){revokeApiKey(id:$k){id}}", Map.of("k", key.id())).data();
    assertKnownWithin(
        ENDS_WITHIN, "the key ends", () -> graph(key.secret()).send("{}").status() == 401);
    while (System.nanoTime() - begunNanos <= FRESH_FOR.toNanos()) {
      Thread.sleep(20);
    }
  }

  @Test
  void noMutationRunsOfAKeyThatWasRevokedMeanwhile() throws Exception {
    Graph owner = graph(tenants.make("slow-graph").key());
    Key key = key(owner, "PROJECT_READ,PROJECT_WRITE");
    String body =
        "{\"query\":\"mutation{createProject(input:{slug:\\\"late\\\",name:\\\"Late\\\"}){id}}\"}";
    long begunNanos = System.nanoTime();
    try (RawHttp1 slow = begin("/graphql", key.secret(), "application/json", body)) {
      revoke(owner, key, begunNanos);
      assertThat(slow.say("}").status()).isEqualTo(401);
    }
    assertThat(owner.ask("{projects{edges{node{slug}}}}").data().toString()).doesNotContain("late");
  }

  @Test
  void aSlowBodyOfOneWhoStillMayIsRunAsEver() throws Exception {
    String key = tenants.make("slow-but-good").key();
    String body = "{\"query\":\"{projects{edges{node{slug}}}}\"}";
    long begunNanos = System.nanoTime();
    try (RawHttp1 slow = begin("/graphql", key, "application/json", body)) {
      while (System.nanoTime() - begunNanos <= FRESH_FOR.toNanos()) {
        Thread.sleep(20);
      }
      assertThat(slow.say("}").status()).isEqualTo(200);
    }
  }

  @Test
  void noEventIsTakenOfAKeyThatWasRevokedMeanwhile() throws Exception {
    Graph owner = graph(tenants.make("slow-events").key());
    String project =
        owner
            .ask("mutation{createProject(input:{slug:\"clicks\",name:\"Clicks\"}){id}}")
            .data()
            .at("/createProject/id")
            .asText();
    String dataset =
        owner
            .ask(
                "mutation($p:ID!){createDataset(input:{projectId:$p,name:\"clicks\"}){id}}",
                Map.of("p", project))
            .data()
            .at("/createDataset/id")
            .asText();
    String url =
        owner
            .ask(
                "mutation($d:ID!){createCollector(input:{datasetId:$d}){url}}",
                Map.of("d", dataset))
            .data()
            .at("/createCollector/url")
            .asText();
    Key key = key(owner, "DATASET_READ,DATASET_WRITE");
    long begunNanos = System.nanoTime();
    try (RawHttp1 slow =
        begin(URI.create(url).getPath(), key.secret(), "application/x-ndjson", EVENT + "\n")) {
      revoke(owner, key, begunNanos);
      assertThat(slow.say("\n").status()).isEqualTo(401);
    }
    assertThat(
            owner
                .ask(
                    "query($d:ID!){node(id:$d){... on Dataset{collector{figures{accepted}}}}}",
                    Map.of("d", dataset))
                .data()
                .at("/node/collector/figures/accepted")
                .asInt())
        .isZero();
  }
}
