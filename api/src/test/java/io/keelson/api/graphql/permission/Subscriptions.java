package io.keelson.api.graphql.permission;

import static io.keelson.api.graphql.permission.Rule.inNamedProject;
import static io.keelson.api.graphql.permission.Rule.inProject;
import static io.keelson.tenancy.access.Permission.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.LiveClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The rows of subscriptions, and how they are asked for: over a socket of the caller's. */
final class Subscriptions implements AutoCloseable {
  /** Each begins with something: what there was before somebody followed it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ObjectMapper JSON = new ObjectMapper();
  private final AtomicInteger ids = new AtomicInteger();
  private final LiveClient socket;

  private Subscriptions(LiveClient socket) {
    this.socket = socket;
  }

  static List<Operation> rows() {
    return List.of(
        row("jobLog", inProject(JOB_READ), "(jobId:$job){cursor}"),
        row("jobChanged", inNamedProject(JOB_READ), "(projectId:$project){id}"),
        row("runMetrics", inProject(RUN_READ), "(runId:$run){key}"),
        row("endpointTraffic", inProject(ENDPOINT_READ), "(endpointId:$endpoint){requests}"));
  }

  private static Operation row(String name, Rule rule, String rest) {
    return Operation.of("Subscription." + name, rule, name + rest);
  }

  static Subscriptions of(Caller caller, int port) throws InterruptedException {
    LiveClient socket = LiveClient.open(port);
    JsonObject payload = new JsonObject().put("Authorization", "Bearer " + caller.bearer());
    if (caller.tenantSlug() != null) {
      payload.put("X-Keelson-Tenant", caller.tenantSlug());
    }
    socket.init(payload);
    JsonObject answer = socket.next();
    if (!answer.getString("type").equals("connection_ack")) {
      throw new IllegalStateException(caller + " is not let in: " + answer);
    }
    return new Subscriptions(socket);
  }

  /** The first message of it. */
  Graph.Answer first(Operation operation, Map<String, Object> variables) {
    String id = Integer.toString(ids.incrementAndGet());
    socket.subscribe(id, operation.document(), new JsonObject(variables));
    try {
      JsonObject message = socket.next(PATIENCE);
      while (message != null && !id.equals(message.getString("id"))) {
        message = socket.next(PATIENCE);
      }
      if (message == null) {
        throw new IllegalStateException(operation.name() + ": no message within " + PATIENCE);
      }
      if (message.getString("type").equals("next")) {
        socket.complete(id);
      }
      return answer(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Graph.Answer answer(JsonObject message) {
    try {
      JsonNode payload = JSON.readTree(message.encode()).path("payload");
      if (!message.getString("type").equals("error")) {
        return new Graph.Answer(200, payload);
      }
      ObjectNode body = JSON.createObjectNode();
      body.set("errors", payload);
      return new Graph.Answer(200, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
