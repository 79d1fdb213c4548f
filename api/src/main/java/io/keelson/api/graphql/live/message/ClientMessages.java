package io.keelson.api.graphql.live.message;

import io.keelson.api.graphql.live.message.ClientMessage.Complete;
import io.keelson.api.graphql.live.message.ClientMessage.ConnectionInit;
import io.keelson.api.graphql.live.message.ClientMessage.Malformed;
import io.keelson.api.graphql.live.message.ClientMessage.Ping;
import io.keelson.api.graphql.live.message.ClientMessage.Pong;
import io.keelson.api.graphql.live.message.ClientMessage.Subscribe;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;

/** Reads what a client says. */
final class ClientMessages {
  private static final int MAX_ID_CHARACTERS = 128;

  private ClientMessages() {}

  /**
   * @throws Malformed for anything but a message that a client may send
   */
  static ClientMessage parse(String text) throws Malformed {
    JsonObject message = MessageJson.object(text);
    String type = string(message, "type");
    return switch (type) {
      case "connection_init" -> new ConnectionInit(object(message, "payload", false));
      case "ping" -> new Ping();
      case "pong" -> new Pong();
      case "subscribe" -> new Subscribe(id(message), request(message));
      case "complete" -> new Complete(id(message));
      default -> throw new Malformed("type: expected a message of graphql-transport-ws");
    };
  }

  private static JsonObject request(JsonObject message) throws Malformed {
    JsonObject request = object(message, "payload", true);
    if (!(request.get("query") instanceof JsonString)) {
      throw new Malformed("payload.query: expected a string");
    }
    for (String name : List.of("variables", "extensions")) {
      JsonValue value = request.getOrDefault(name, JsonValue.NULL);
      if (value != JsonValue.NULL && !(value instanceof JsonObject)) {
        throw new Malformed("payload." + name + ": expected an object");
      }
    }
    JsonValue operation = request.getOrDefault("operationName", JsonValue.NULL);
    if (operation != JsonValue.NULL && !(operation instanceof JsonString)) {
      throw new Malformed("payload.operationName: expected a string");
    }
    return request;
  }

  private static String id(JsonObject message) throws Malformed {
    String id = string(message, "id");
    if (id.isEmpty() || id.length() > MAX_ID_CHARACTERS) {
      throw new Malformed("id: expected 1 to " + MAX_ID_CHARACTERS + " characters");
    }
    return id;
  }

  private static String string(JsonObject message, String name) throws Malformed {
    if (message.get(name) instanceof JsonString text) {
      return text.getString();
    }
    throw new Malformed(name + ": expected a string");
  }

  private static JsonObject object(JsonObject message, String name, boolean isNeeded)
      throws Malformed {
    JsonValue value = message.getOrDefault(name, JsonValue.NULL);
    if (value instanceof JsonObject object) {
      return object;
    }
    if (isNeeded || value != JsonValue.NULL) {
      throw new Malformed(name + ": expected an object");
    }
    return JsonValue.EMPTY_JSON_OBJECT;
  }
}
