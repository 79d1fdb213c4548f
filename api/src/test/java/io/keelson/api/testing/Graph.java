package io.keelson.api.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A caller of the GraphQL door with one key. */
public final class Graph {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final URI door;
  private final String key;

  public Graph(String baseUrl, String key) {
    this.door = URI.create(baseUrl + "/graphql");
    this.key = key;
  }

  /** An answer with its status. */
  public record Answer(int status, JsonNode body, HttpHeaders headers) {
    private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (name, value) -> true);

    /** One that came without headers, such as over a socket. */
    public Answer(int status, JsonNode body) {
      this(status, body, NONE);
    }

    public JsonNode data() {
      if (body.hasNonNull("errors")) {
        throw new AssertionError("errors: " + body);
      }
      return body.get("data");
    }

    /** The code of the first error, if there is one. */
    public Optional<String> code() {
      JsonNode errors = body.path("errors");
      return errors.isEmpty()
          ? Optional.empty()
          : Optional.of(errors.get(0).path("extensions").path("code").asText());
    }

    public String field() {
      return body.path("errors").path(0).path("extensions").path("field").asText(null);
    }

    public String message() {
      return body.path("errors").path(0).path("message").asText(null);
    }
  }

  public Answer ask(String query, Map<String, ?> variables, String... headers) {
    Map<String, Object> request = new HashMap<>();
    request.put("query", query);
    request.put("variables", variables);
    try {
      return send(JSON.writeValueAsString(request), headers);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Answer ask(String query) {
    return ask(query, Map.of());
  }

  /** A body as it is. */
  public Answer send(String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(door)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
