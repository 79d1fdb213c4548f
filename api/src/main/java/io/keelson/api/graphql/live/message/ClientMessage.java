package io.keelson.api.graphql.live.message;

import io.keelson.api.graphql.engine.GraphQLRequest;
import java.util.Map;
import java.util.Optional;

/**
 * What a client says, by the protocol <a
 * href="https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md">graphql-transport-ws</a>.
 */
public sealed interface ClientMessage {

  /**
   * @param text in UTF-8
   * @throws Malformed for anything but a message that a client may send
   */
  static ClientMessage parse(byte[] text) throws Malformed {
    return ClientMessages.parse(text);
  }

  /**
   * Of a message that is not read, or the beginning of one, to tell its client so; empty for any
   * that subscribes to nothing, or says so later.
   */
  static Optional<String> idToSubscribe(byte[] text) {
    return ClientMessages.idToSubscribe(text);
  }

  /**
   * @param payload empty for none
   */
  record ConnectionInit(Map<String, Object> payload) implements ClientMessage {}

  record Ping() implements ClientMessage {}

  record Pong() implements ClientMessage {}

  /**
   * @param idempotencyKey what its extensions say; null for none
   * @param heapBytes what all of the message fills of the heap, at most
   */
  record Subscribe(String id, GraphQLRequest request, String idempotencyKey, long heapBytes)
      implements ClientMessage {}

  record Complete(String id) implements ClientMessage {}

  /** Not a message of the protocol; the reason is told to the client. */
  final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason, null, false, false);
    }
  }
}
