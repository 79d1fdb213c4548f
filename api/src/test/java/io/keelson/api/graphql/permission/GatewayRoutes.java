package io.keelson.api.graphql.permission;

import static io.keelson.tenancy.access.Permission.ENDPOINT_INVOKE;
import static io.keelson.tenancy.access.Permission.ENDPOINT_READ;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * The rows of the inference gateway's REST routes. Whoever may neither invoke nor read an endpoint
 * does not know of it; whoever may only read it is told so.
 */
final class GatewayRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TENSOR =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}";
  static final Rule READ =
      (rights, place) ->
          place.exists() && (rights.may(ENDPOINT_INVOKE, place) || rights.may(ENDPOINT_READ, place))
              ? Outcome.LET_THROUGH
              : Outcome.NOT_FOUND;
  static final Rule INVOKE =
      (rights, place) ->
          READ.expected(rights, place) == Outcome.LET_THROUGH && !rights.may(ENDPOINT_INVOKE, place)
              ? Outcome.FORBIDDEN
              : READ.expected(rights, place);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  GatewayRoutes(int port) {
    this.port = port;
  }

  static List<Operation> rows() {
    return List.of(
        row("POST", "/infer", INVOKE),
        row("GET", "", READ),
        row("GET", "/ready", READ),
        row("GET", "/config", READ),
        row("GET", "/stats", READ),
        Operation.of("GET /v2", Rule.everybody(), ""),
        Operation.of("GET /v2/health/live", Rule.everybody(), ""),
        Operation.of("GET /v2/health/ready", Rule.everybody(), ""));
  }

  private static Operation row(String method, String action, Rule rule) {
    return Operation.of(method + " /v2/models/{name}" + action, rule, "$endpointName");
  }

  /** Null for the bearer of nobody. */
  Reply ask(Operation operation, Caller caller, String endpointName) {
    String[] parts = operation.field().split(" ", 2);
    URI uri = URI.create("http://127.0.0.1:" + port + parts[1].replace("{name}", endpointName));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
    if (caller.bearer() != null) {
      request.header("Authorization", "Bearer " + caller.bearer());
    }
    if (caller.tenantSlug() != null) {
      request.header("X-Keelson-Tenant", caller.tenantSlug());
    }
    request.method(
        parts[0],
        parts[0].equals("POST") ? BodyPublishers.ofString(TENSOR) : BodyPublishers.noBody());
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return reply(answer, endpointName);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Reply reply(HttpResponse<String> answer, String endpointName) throws IOException {
    Outcome outcome =
        switch (answer.statusCode()) {
          case 401 -> Outcome.UNAUTHENTICATED;
          case 403 -> Outcome.FORBIDDEN;
          case 404 -> Outcome.NOT_FOUND;
          case 500 -> Outcome.BROKEN;
          default -> Outcome.LET_THROUGH;
        };
    boolean carriedOut = outcome == Outcome.LET_THROUGH;
    String code = carriedOut ? null : Integer.toString(answer.statusCode());
    String message =
        carriedOut
            ? null
            : JSON.readTree(answer.body()).path("error").asText().replace(endpointName, "<id>");
    return new Reply(outcome, code, message, carriedOut);
  }
}
