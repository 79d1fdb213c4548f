package io.keelson.bench.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.bench.KeelsonEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Calls the platform's GraphQL with the API key, as any integration does. */
public final class GraphqlClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI endpoint;
  private final String apiKey;

  public GraphqlClient(KeelsonEnvironment environment) {
    this.endpoint = URI.create(environment.url() + "/graphql");
    this.apiKey = environment.apiKey();
  }

  /**
   * The {@code data} of the answer.
   *
   * @throws IllegalStateException with the answer when it has errors or is none
   */
  public JsonNode call(String query, Map<String, Object> variables)
      throws IOException, InterruptedException {
    JsonNode answer = JSON.readTree(callRaw(body(query, variables)));
    if (answer.has("errors") || !answer.has("data")) {
      throw new IllegalStateException("GraphQL answered " + answer);
    }
    return answer.get("data");
  }

  /** The bytes of the answer to a body as it stands. */
  byte[] callRaw(byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("Authorization", "Bearer " + apiKey)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      String text = new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
      throw new IllegalStateException("GraphQL answered " + response.statusCode() + ": " + text);
    }
    return response.body();
  }

  static byte[] body(String query, Map<String, Object> variables) throws IOException {
    return JSON.writeValueAsBytes(Map.of("query", query, "variables", variables));
  }
}
