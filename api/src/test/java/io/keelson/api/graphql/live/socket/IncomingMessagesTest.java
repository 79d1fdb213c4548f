package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.memory.SharedBytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Frames come together to messages, and what is unfinished is bounded for all. */
class IncomingMessagesTest {
  private static final Optional<Object> TENANT = Optional.of("tenant");

  private final SharedBytes memory = new SharedBytes(64 * 1024);
  private final List<String> messages = new ArrayList<>();
  private final IncomingMessages incoming = open();

  private IncomingMessages open() {
    return new IncomingMessages(
        memory, 20_000, text -> messages.add(new String(text, StandardCharsets.UTF_8)));
  }

  private static WebSocketFrame text(int bytes, boolean isFinal) {
    return WebSocketFrame.textFrame("x".repeat(bytes), isFinal);
  }

  private static WebSocketFrame more(int bytes, boolean isFinal) {
    return WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(bytes)), isFinal);
  }

  @Test
  void aMessageMayComeInPieces() {
    assertThat(incoming.add(text(1, false), TENANT)).isEmpty();
    assertThat(incoming.add(more(0, false), TENANT)).isEmpty();
    assertThat(incoming.add(more(2, true), TENANT)).isEmpty();
    assertThat(incoming.add(text(1, true), TENANT)).isEmpty();

    assertThat(messages).containsExactly("xxx", "x");
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void theSumOfThePiecesIsBounded() {
    assertThat(incoming.add(text(20_000, true), TENANT)).isEmpty();
    assertThat(incoming.add(text(20_000, false), TENANT)).isEmpty();
    assertThat(incoming.add(more(1, true), TENANT).orElseThrow().code())
        .isEqualTo(CloseCode.TOO_BIG);
    assertThat(open().add(text(16_384, true), Optional.empty())).isEmpty();
    assertThat(open().add(text(16_385, true), Optional.empty()).orElseThrow().code())
        .isEqualTo(CloseCode.TOO_BIG);
  }

  @Test
  void unfinishedMessagesOfATenantFillNoMoreThanItsShare() {
    List<IncomingMessages> sockets = new ArrayList<>();
    Optional<IncomingMessages.Refusal> refusal = Optional.empty();
    while (refusal.isEmpty()) {
      IncomingMessages socket = open();
      sockets.add(socket);
      refusal = socket.add(text(8 * 1024, false), TENANT);
    }

    assertThat(sockets).hasSize(5);
    assertThat(refusal.orElseThrow().code()).isEqualTo(CloseCode.TRY_AGAIN_LATER);
    assertThat(open().add(text(8 * 1024, true), TENANT)).as("one in one piece").isEmpty();
    assertThat(open().add(text(8 * 1024, false), Optional.of("other"))).isEmpty();
    sockets.forEach(IncomingMessages::clear);
    assertThat(memory.usedBytes()).isEqualTo(8 * 1024);
  }

  @Test
  void bytesAreNoMessage() {
    assertThat(
            incoming
                .add(WebSocketFrame.binaryFrame(Buffer.buffer("{}"), true), TENANT)
                .orElseThrow()
                .code())
        .isEqualTo(CloseCode.MALFORMED);
  }
}
