package io.keelson.api.graphql.live.message;

import jakarta.json.JsonObject;

/**
 * What a client says, by the protocol <a
 * href="https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md">graphql-transport-ws</a>.
 */
public sealed interface ClientMessage {

  /**
   * @throws Malformed for anything but a message that a client may send
   */
  static ClientMessage parse(String text) throws Malformed {
    return ClientMessages.parse(text);
  }

  /**
   * @param payload empty for none
   */
  record ConnectionInit(JsonObject payload) implements ClientMessage {}

  record Ping() implements ClientMessage {}

  record Pong() implements ClientMessage {}

  /**
   * @param request {@code query}, a string, and what may stand beside it
   */
  record Subscribe(String id, JsonObject request) implements ClientMessage {}

  record Complete(String id) implements ClientMessage {}

  /** Not a message of the protocol; the reason is told to the client. */
  final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason, null, false, false);
    }
  }
}
