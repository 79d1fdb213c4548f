package io.keelson.api.graphql.live.message;

import io.keelson.api.graphql.engine.GraphQLRequest;
import io.keelson.api.graphql.live.message.ClientMessage.Complete;
import io.keelson.api.graphql.live.message.ClientMessage.ConnectionInit;
import io.keelson.api.graphql.live.message.ClientMessage.Malformed;
import io.keelson.api.graphql.live.message.ClientMessage.Ping;
import io.keelson.api.graphql.live.message.ClientMessage.Pong;
import io.keelson.api.graphql.live.message.ClientMessage.Subscribe;
import io.keelson.api.http.OutsideJson;
import io.keelson.tenancy.failure.Invalid;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a client says. */
final class ClientMessages {
  private static final int MAX_ID_CHARACTERS = 128;

  private ClientMessages() {}

  /**
   * @throws Malformed for anything but a message that a client may send
   */
  static ClientMessage parse(byte[] text) throws Malformed {
    OutsideJson.Read read = read(text);
    Map<String, Object> message = read.object();
    String type = string(message, "type");
    return switch (type) {
      case "connection_init" -> new ConnectionInit(object(message, "payload", false));
      case "ping" -> new Ping();
      case "pong" -> new Pong();
      case "subscribe" -> subscribe(message, read.heapBytes());
      case "complete" -> new Complete(id(message));
      default -> throw new Malformed("type: expected a message of graphql-transport-ws");
    };
  }

  static Optional<String> idToSubscribe(byte[] text) {
    Map<String, String> found = OutsideJson.texts(text, Set.of("type", "id"));
    return "subscribe".equals(found.get("type"))
        ? Optional.ofNullable(found.get("id")).filter(ClientMessages::isId)
        : Optional.empty();
  }

  /** A close frame has room for 123 bytes, so the reason leaves out what was sent. */
  private static OutsideJson.Read read(byte[] text) throws Malformed {
    try {
      return OutsideJson.envelope("message", text);
    } catch (Invalid e) {
      throw new Malformed(
          "expected a JSON object no deeper than %d levels, of at most %d tokens, and %d digits a number"
              .formatted(
                  OutsideJson.MAX_DEPTH + 1, OutsideJson.MAX_TOKENS, OutsideJson.MAX_DIGITS));
    }
  }

  private static Subscribe subscribe(Map<String, Object> message, long heapBytes) throws Malformed {
    String id = id(message);
    Map<String, Object> payload = object(message, "payload", true);
    try {
      return new Subscribe(id, GraphQLRequest.of(payload), idempotencyKey(payload), heapBytes);
    } catch (Invalid e) {
      throw new Malformed(
          "payload." + e.field().orElseThrow() + ": expected what a GraphQL request has there");
    }
  }

  private static String idempotencyKey(Map<String, Object> payload) {
    return payload.get("extensions") instanceof Map<?, ?> extensions
            && extensions.get("idempotencyKey") instanceof String key
        ? key
        : null;
  }

  private static String id(Map<String, Object> message) throws Malformed {
    String id = string(message, "id");
    if (!isId(id)) {
      throw new Malformed("id: expected 1 to " + MAX_ID_CHARACTERS + " characters");
    }
    return id;
  }

  private static boolean isId(String text) {
    return !text.isEmpty() && text.length() <= MAX_ID_CHARACTERS;
  }

  private static String string(Map<String, Object> message, String name) throws Malformed {
    if (message.get(name) instanceof String text) {
      return text;
    }
    throw new Malformed(name + ": expected a string");
  }

  @SuppressWarnings("unchecked") // the names of a JSON object are strings
  private static Map<String, Object> object(
      Map<String, Object> message, String name, boolean isNeeded) throws Malformed {
    Object value = message.get(name);
    if (value instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    if (isNeeded || value != null) {
      throw new Malformed(name + ": expected an object");
    }
    return Map.of();
  }
}
