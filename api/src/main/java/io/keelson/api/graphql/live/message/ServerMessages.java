package io.keelson.api.graphql.live.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.keelson.api.graphql.ResultJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the platform says, by the protocol; what is small, as its text in UTF-8. */
public final class ServerMessages {
  private static final byte[] ACK = "{\"type\":\"connection_ack\"}".getBytes(UTF_8);
  private static final byte[] PONG = "{\"type\":\"pong\"}".getBytes(UTF_8);

  private ServerMessages() {}

  public static byte[] ack() {
    return ACK;
  }

  public static byte[] pong() {
    return PONG;
  }

  /** As it is to be written: a result may be large. */
  public static Map<String, Object> next(String id, Map<String, Object> result) {
    return message(id, "next", result);
  }

  /** Ends the operation. */
  public static byte[] error(String id, List<Map<String, Object>> errors)
      throws JsonProcessingException {
    return ResultJson.bytes(message(id, "error", errors));
  }

  /** Ends the operation. */
  public static byte[] complete(String id) throws JsonProcessingException {
    return ResultJson.bytes(message(id, "complete", null));
  }

  private static Map<String, Object> message(String id, String type, Object payload) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("type", type);
    if (payload != null) {
      message.put("payload", payload);
    }
    return message;
  }
}
