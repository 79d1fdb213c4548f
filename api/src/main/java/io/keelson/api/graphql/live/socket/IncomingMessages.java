package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.share.FairShare;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts frames together to messages, within bounds of their size. Whoever has said who they are uses
 * memory of their own share for a message that has not come to its end. On the socket's event loop
 * alone.
 */
final class IncomingMessages {
  /** Of whoever has not said who they are. */
  static final int MAX_FIRST_MESSAGE_BYTES = 16 * 1024;

  /** What is told when a socket is closed for what came over it. */
  record Refusal(CloseCode code, String reason) {}

  private final SharedBytes memory;
  private final int maxBytes;
  private final Consumer<byte[]> messages;
  private Buffer partial = Buffer.buffer();
  private Optional<SharedBytes.Use> use = Optional.empty();

  /**
   * @param messages takes each as it is complete, in UTF-8
   */
  IncomingMessages(SharedBytes memory, int maxBytes, Consumer<byte[]> messages) {
    this.memory = memory;
    this.maxBytes = maxBytes;
    this.messages = messages;
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
    int bytes = partial.length() + frame.binaryData().length();
    if (bytes > max) {
      return refuse(CloseCode.TOO_BIG, "message: expected at most " + max + " bytes");
    }
    if (!frame.isFinal() && !fits(bytes, payer)) {
      return refuse(
          CloseCode.TRY_AGAIN_LATER, "too many messages are under way: send each in one frame");
    }
    partial.appendBuffer(frame.binaryData());
    if (frame.isFinal()) {
      byte[] text = partial.getBytes();
      clear();
      messages.accept(text);
    }
    return Optional.empty();
  }

  private boolean fits(int bytes, Optional<Object> payer) {
    if (payer.isEmpty()) {
      return true; // the bound of such sockets is one of what they hold
    }
    if (use.isEmpty()) {
      use = payer.map(memory::use);
    }
    return use.orElseThrow().growTo(bytes) == FairShare.Answer.TAKEN;
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
