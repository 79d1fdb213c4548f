package io.keelson.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.api.testing.NodeScript;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestTenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The door by the GraphQL-over-HTTP draft, as the audits of npm {@code graphql-http} read it. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class GraphQLOverHttpIT {
  /** Those that ask by GET, which this door does not answer. */
  private static final List<String> BY_GET = List.of("5A70", "D6D5", "6A70");

  private static final String JSON = "application/json";
  private static final String GRAPHQL_JSON = "application/graphql-response+json";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Inject TestTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  /** What came of one audit. */
  record Audit(String id, String name, boolean passed, String reason) {}

  @Test
  void everyAuditPassesThatDoesNotAskByGet() throws Exception {
    String lacking = NodeScript.missing().orElse(null);
    assumeTrue(lacking == null, lacking);
    String results =
        new NodeScript("graphql-http")
            .run(
                "audit.js",
                Map.of(
                    "KEELSON_URL",
                    "http://127.0.0.1:" + port,
                    "KEELSON_API_KEY",
                    tenants.make("audits").key()));
    List<Audit> audits = new ObjectMapper().readValue(results, new TypeReference<>() {});
    assertThat(passed(audits, "MUST")).isEqualTo("13 of 13");
    assertThat(passed(audits, "SHOULD")).isEqualTo("23 of 23");
    assertThat(audits)
        .filteredOn(audit -> !audit.passed())
        .extracting(Audit::id)
        .as("failed, of MAY: %s", passed(audits, "MAY"))
        .containsExactlyInAnyOrderElementsOf(BY_GET);
  }

  private static String passed(List<Audit> audits, String weight) {
    List<Audit> ofWeight = audits.stream().filter(a -> a.name().startsWith(weight + " ")).toList();
    return ofWeight.stream().filter(Audit::passed).count() + " of " + ofWeight.size();
  }

  @Test
  void theAnswerIsInTheTypeThatTheCallerWeighsMost() throws Exception {
    String key = tenants.make("weighing").key();
    Map<String, String> wanted =
        Map.of(
            GRAPHQL_JSON + ";q=0.5, " + JSON,
            JSON,
            JSON + ";q=0.9, " + GRAPHQL_JSON,
            GRAPHQL_JSON,
            JSON + ", " + GRAPHQL_JSON,
            GRAPHQL_JSON,
            "text/html, */*;q=0.1",
            JSON,
            "application/*",
            JSON,
            GRAPHQL_JSON + ";q=0, " + JSON + ";q=0.1",
            JSON,
            "Application/JSON;charset=utf-8",
            JSON);
    for (Map.Entry<String, String> one : wanted.entrySet()) {
      HttpResponse<String> answer = ask(key, JSON, one.getKey());
      assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .as(one.getKey())
          .hasValue(one.getValue() + "; charset=utf-8");
    }
    for (String accept : List.of("text/html", JSON + ";q=0", "application/jsonp")) {
      assertThat(ask(key, JSON, accept).statusCode()).as(accept).isEqualTo(406);
    }
  }

  @Test
  void onlyJsonInUtf8IsRead() throws Exception {
    String key = tenants.make("typed").key();
    for (String type : List.of(JSON, "application/json; charset=\"UTF-8\"", "Application/JSON")) {
      assertThat(ask(key, type, JSON).statusCode()).as(type).isEqualTo(200);
    }
    for (String type :
        List.of(JSON + "; charset=iso-8859-1", "application/jsonp", "text/plain", "*/*")) {
      assertThat(ask(key, type, JSON).statusCode()).as(type).isEqualTo(415);
    }
  }

  private HttpResponse<String> ask(String key, String contentType, String accept) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", contentType)
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{__typename}\"}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
