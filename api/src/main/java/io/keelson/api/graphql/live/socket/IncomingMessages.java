package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Puts frames together to messages, within bounds of their size. Whoever has said who they are uses
 * memory of their own share for a message that has not come to its end. The rest of one that there
 * is no room for is not kept. On the socket's event loop alone.
 */
final class IncomingMessages {
  /** Of whoever has not said who they are. */
  static final int MAX_FIRST_MESSAGE_BYTES = 16 * 1024;

  /** What is told when a socket is closed for what came over it. */
  record Refusal(CloseCode code, String reason) {}

  private final SharedBytes memory;
  private final int maxBytes;
  private final Consumer<byte[]> messages;
  private final BiPredicate<byte[], Failure> refused;
  private Buffer partial = Buffer.buffer();
  private Optional<SharedBytes.Use> use = Optional.empty();

  /** Of a message whose rest is not kept; 0 for none. */
  private int skippedBytes;

  /**
   * @param messages takes each as it is complete, in UTF-8
   * @param refused takes the beginning of one that there is no room for, and says whether its
   *     sender was told so; otherwise the socket is to be closed
   */
  IncomingMessages(
      SharedBytes memory,
      int maxBytes,
      Consumer<byte[]> messages,
      BiPredicate<byte[], Failure> refused) {
    this.memory = memory;
    this.maxBytes = maxBytes;
    this.messages = messages;
    this.refused = refused;
  }

  /**
   * @param frame of a message, whether or not it is its first or last
   * @param payer whose share is used; empty for whoever has not said who they are
   * @return why the socket is to be closed; empty for no reason
   */
  Optional<Refusal> add(WebSocketFrame frame, Optional<Object> payer) {
    if (frame.isBinary()) {
      return refuse(CloseCode.MALFORMED, "expected text");
    }
    int max = payer.isPresent() ? maxBytes : Math.min(MAX_FIRST_MESSAGE_BYTES, maxBytes);
    int bytes = skippedBytes + partial.length() + frame.binaryData().length();
    if (bytes > max) {
      return refuse(CloseCode.TOO_BIG, "message: expected at most " + max + " bytes");
    }
    if (skippedBytes > 0) {
      skippedBytes = frame.isFinal() ? 0 : bytes;
      return Optional.empty();
    }
    partial.appendBuffer(frame.binaryData());
    if (!frame.isFinal()) {
      try {
        hold(bytes, payer);
      } catch (Failure noRoom) {
        return skip(bytes, noRoom);
      }
    }
    if (frame.isFinal()) {
      byte[] text = partial.getBytes();
      clear();
      messages.accept(text);
    }
    return Optional.empty();
  }

  private void hold(int bytes, Optional<Object> payer) {
    if (payer.isEmpty()) {
      return; // the bound of such sockets is one of what they hold
    }
    if (use.isEmpty()) {
      use = payer.map(memory::use);
    }
    use.orElseThrow().growTo(bytes, "the message");
  }

  private Optional<Refusal> skip(int bytes, Failure noRoom) {
    byte[] beginning = partial.getBytes();
    clear();
    if (!refused.test(beginning, noRoom)) {
      return refuse(
          CloseCode.TRY_AGAIN_LATER, "too many messages are under way: send each in one frame");
    }
    skippedBytes = bytes;
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(CloseCode code, String reason) {
    return Optional.of(new Refusal(code, reason));
  }

  /** Lets go of what has come of a message. */
  void clear() {
    partial = Buffer.buffer();
    use.ifPresent(SharedBytes.Use::release);
    use = Optional.empty();
  }
}
