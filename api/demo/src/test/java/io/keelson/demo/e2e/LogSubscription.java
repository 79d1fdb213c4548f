package io.keelson.demo.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.demo.door.Json;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Follows a job's log by the subscription {@code jobLog}, protocol graphql-transport-ws. */
final class LogSubscription implements WebSocket.Listener, AutoCloseable {
  private static final long OPEN_LIMIT_S = 20;
  private static final String QUERY =
      "subscription ($jobId: ID!) { jobLog(jobId: $jobId) { text cursor } }";
  private final String jobId;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private WebSocket socket;

  private LogSubscription(String jobId) {
    this.jobId = jobId;
  }

  static LogSubscription open(Doors doors, String jobId) throws Exception {
    LogSubscription subscription = new LogSubscription(jobId);
    URI http = doors.addresses.url();
    subscription.socket =
        doors
            .http
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + doors.addresses.apiKey())
            .header("X-Keelson-Tenant", doors.addresses.tenant())
            .subprotocols("graphql-transport-ws")
            .buildAsync(URI.create("ws://" + http.getAuthority() + "/graphql"), subscription)
            .get(OPEN_LIMIT_S, TimeUnit.SECONDS);
    return subscription;
  }

  /** The lines so far, each as often as it came. */
  List<String> lines() {
    return lines;
  }

  /** What went wrong with the subscription. */
  List<String> failures() {
    return failures;
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.sendText("{\"type\":\"connection_init\"}", true);
    opened.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      receive(from, part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void receive(WebSocket from, String text) {
    JsonNode message;
    try {
      message = Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      failures.add(text);
      return;
    }
    switch (message.path("type").asText()) {
      case "connection_ack" -> from.sendText(subscribe().toString(), true);
      case "ping" -> from.sendText("{\"type\":\"pong\"}", true);
      case "next" -> next(message.path("payload"));
      case "error" -> failures.add(text);
      default -> {
        // pong and complete say nothing of the log
      }
    }
  }

  private ObjectNode subscribe() {
    ObjectNode message = Json.MAPPER.createObjectNode().put("id", "1").put("type", "subscribe");
    ObjectNode payload = message.putObject("payload").put("query", QUERY);
    payload.putObject("variables").put("jobId", jobId);
    return message;
  }

  private void next(JsonNode payload) {
    if (payload.path("errors").isEmpty()) {
      lines.add(payload.at("/data/jobLog/text").asText());
    } else {
      failures.add(payload.toString());
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket closed, int code, String reason) {
    failures.add("closed: " + code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket broken, Throwable failure) {
    failures.add(failure.toString());
  }

  @Override
  public void close() {
    socket.abort();
  }
}
