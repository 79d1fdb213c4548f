package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Calls that are answered in JSON, within bounds of time and size. Redirects are not followed. */
final class JsonCalls {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_ANSWER_BYTES = 1 << 20;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * An answer.
   *
   * @param body empty for what is not JSON
   */
  record Answer(int status, Object body) {
    static Answer of(int status, byte[] body) {
      return new Answer(status, parsed(new String(body, StandardCharsets.UTF_8)));
    }

    boolean isGood() {
      return status / 100 == 2;
    }

    boolean isJson() {
      return !(body instanceof String);
    }

    JsonObject object() {
      return body instanceof JsonObject object ? object : new JsonObject();
    }

    JsonArray array() {
      return body instanceof JsonArray array ? array : new JsonArray();
    }
  }

  /**
   * The whole answer, its body too, comes in time or not at all.
   *
   * @throws Unavailable when there is no answer in time, or a longer one
   */
  Answer send(HttpRequest request) {
    return send(request, PATIENCE);
  }

  /** {@link #send(HttpRequest)} for whoever waits less. */
  Answer send(HttpRequest request, Duration patience) {
    CompletableFuture<HttpResponse<byte[]>> answered =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    try {
      HttpResponse<byte[]> answer = answered.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return Answer.of(answer.statusCode(), answer.body());
    } catch (ExecutionException | TimeoutException e) {
      answered.cancel(true);
      throw new Unavailable(request.uri().getHost() + " does not answer", e);
    } catch (InterruptedException e) {
      answered.cancel(true);
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
  }

  private static Object parsed(String body) {
    try {
      return body.isBlank() ? "" : Json.decodeValue(body);
    } catch (DecodeException noJson) {
      return "";
    }
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
