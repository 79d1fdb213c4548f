package io.keelson.api.deployment;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.failure.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Single predictions for whoever has no client of the inference protocol at hand, such as the
 * console: the gateway is asked as the caller, so that it decides, counts and bills as always.
 */
@ApplicationScoped
public class Predictions {
  /** Of an answer; callers with more to ask speak with the gateway themselves. */
  public static final int MAX_ANSWER_BYTES = 1 << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_TENSORS = 64;
  private static final String INPUTS = "input.inputs";

  private final Endpoints endpoints;
  private final ProjectAccess access;
  private final GatewayAddress gateway;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  Predictions(Endpoints endpoints, ProjectAccess access, GatewayAddress gateway) {
    this.endpoints = endpoints;
    this.access = access;
    this.gateway = gateway;
  }

  /**
   * What the model answered.
   *
   * @param latencyMs between the gateway being asked and its answer
   * @param outputs the tensors as JSON
   */
  public record Prediction(double latencyMs, JsonValue outputs) {}

  /**
   * Blocks for at most 30 s.
   *
   * @param bearer the caller's own credential
   * @param inputs the tensors as JSON
   * @param traceparent W3C trace context of the request, or null
   * @throws Invalid for inputs that are no tensors, or whose answer has more than 1 MiB
   * @throws io.keelson.tenancy.failure.NotFound when the endpoint is not there, or the caller may
   *     not know that it is
   * @throws io.keelson.tenancy.failure.Forbidden without ENDPOINT_INVOKE in its project
   * @throws GatewayRefusal with the gateway's reason
   * @throws RateLimited when the model is asked too often, with the gateway's reason
   * @throws Unavailable where the gateway does not answer
   */
  public Prediction predict(
      Principal principal, String bearer, UUID endpointId, JsonValue inputs, String traceparent) {
    checkTensors(inputs);
    Endpoint endpoint = endpoints.get(principal.tenantId(), endpointId);
    access.require(principal, Permission.ENDPOINT_INVOKE, endpoint.projectId(), "endpoint");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.model(endpoint.name()) + "/infer"))
            .header("Authorization", "Bearer " + bearer)
            .header("X-Keelson-Tenant", principal.tenantSlug())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"inputs\":" + inputs + "}"));
    if (traceparent != null) {
      request.header("traceparent", traceparent);
    }
    long asked = System.nanoTime();
    HttpResponse<byte[]> answer = send(request.build());
    double latencyMs = (System.nanoTime() - asked) / 1e6;
    JsonObject body = body(answer);
    if (answer.statusCode() == 429) {
      throw GatewayRefusal.rateLimited(body.getString("error", ""), retryAfter(answer));
    }
    if (answer.statusCode() != 200) {
      throw GatewayRefusal.of(answer.statusCode(), body.getString("error", ""), INPUTS);
    }
    return new Prediction(latencyMs, body.getOrDefault("outputs", JsonValue.EMPTY_JSON_ARRAY));
  }

  /** Whole seconds, as the gateway says them; it always does. */
  private static Duration retryAfter(HttpResponse<byte[]> answer) {
    return Duration.ofSeconds(
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(text -> text.matches("\\d{1,5}"))
            .map(Long::parseLong)
            .orElse(1L));
  }

  private static void checkTensors(JsonValue inputs) {
    boolean tensors =
        inputs != null
            && inputs.getValueType() == JsonValue.ValueType.ARRAY
            && !inputs.asJsonArray().isEmpty()
            && inputs.asJsonArray().size() <= MAX_TENSORS
            && inputs.asJsonArray().stream()
                .allMatch(one -> one.getValueType() == JsonValue.ValueType.OBJECT);
    if (!tensors) {
      throw new Invalid(
          INPUTS,
          inputs == null ? null : inputs.toString(),
          "a list of 1 to " + MAX_TENSORS + " tensors with name, datatype, shape and data");
    }
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, Predictions::bounded);
    try {
      return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new Unavailable(
          "the inference gateway did not answer within " + TIMEOUT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new Unavailable("the inference gateway does not answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the inference gateway was not waited for", e);
    }
  }

  /**
   * Null for an announced length that is beyond the bound; one that is not announced ends there.
   */
  private static BodySubscriber<byte[]> bounded(HttpResponse.ResponseInfo info) {
    long announced = info.headers().firstValueAsLong("content-length").orElse(0);
    return announced > MAX_ANSWER_BYTES
        ? BodySubscribers.replacing(null)
        : BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES).apply(info);
  }

  private static JsonObject body(HttpResponse<byte[]> answer) {
    if (answer.body() == null) {
      throw new Invalid(
          INPUTS,
          "inputs with a larger answer",
          "as many rows as are answered with at most "
              + MAX_ANSWER_BYTES
              + " bytes; the endpoint's url takes more");
    }
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer.body()))) {
      return reader.readObject();
    } catch (RuntimeException e) {
      // Not only a JsonException: the reader has no kind of its own for nesting beyond its bound.
      throw new GatewayRefusal(
          ErrorCode.UNAVAILABLE, null, "what answers at the gateway's address is no gateway");
    }
  }
}
