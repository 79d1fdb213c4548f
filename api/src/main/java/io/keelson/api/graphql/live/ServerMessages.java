package io.keelson.api.graphql.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.keelson.api.graphql.ResultJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the platform says, as text of the protocol. */
final class ServerMessages {
  static final String ACK = "{\"type\":\"connection_ack\"}";
  static final String PONG = "{\"type\":\"pong\"}";

  private ServerMessages() {}

  static String next(String id, Map<String, Object> result) throws JsonProcessingException {
    return message(id, "next", result);
  }

  /** Ends the operation. */
  static String error(String id, List<Map<String, Object>> errors) throws JsonProcessingException {
    return message(id, "error", errors);
  }

  /** Ends the operation. */
  static String complete(String id) throws JsonProcessingException {
    return message(id, "complete", null);
  }

  private static String message(String id, String type, Object payload)
      throws JsonProcessingException {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("type", type);
    if (payload != null) {
      message.put("payload", payload);
    }
    return ResultJson.text(message);
  }
}
