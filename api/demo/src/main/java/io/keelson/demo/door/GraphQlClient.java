package io.keelson.demo.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** POST {@code /graphql} as one caller in one tenant. */
public final class GraphQlClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI address;
  private final String tenant;
  private final Credential credential;

  public GraphQlClient(HttpClient http, Addresses addresses, String tenant, Credential credential) {
    this.http = http;
    this.address = addresses.api("/graphql");
    this.tenant = tenant;
    this.credential = credential;
  }

  /**
   * The answer's {@code data}.
   *
   * @param variables values that Jackson can write
   * @throws Refused with the code of the first error
   */
  public JsonNode call(String document, Map<String, ?> variables)
      throws IOException, InterruptedException {
    ObjectNode body = Json.MAPPER.createObjectNode().put("query", document);
    body.set("variables", Json.MAPPER.valueToTree(variables));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/graphql-response+json, application/json")
            .header("Authorization", "Bearer " + credential.bearer())
            .header("X-Keelson-Tenant", tenant)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (document.stripLeading().startsWith("mutation")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    return data(Http.send(http, request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  /** What one mutation with one {@code $input} answers. */
  public JsonNode mutate(String document, Map<String, ?> input)
      throws IOException, InterruptedException {
    return call(document, Map.of("input", input)).iterator().next();
  }

  private static JsonNode data(HttpResponse<String> answer) {
    JsonNode json = Json.read(answer.body());
    JsonNode error = json.path("errors").path(0);
    if (error.isObject()) {
      String code = error.path("extensions").path("code").asText("HTTP " + answer.statusCode());
      throw new Refused(code, Json.shown(error.path("message").asText()));
    }
    if (answer.statusCode() != 200 || !json.path("data").isObject()) {
      throw new Refused("HTTP " + answer.statusCode(), Json.shown(answer.body()));
    }
    return json.path("data");
  }
}
