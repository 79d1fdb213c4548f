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
  private final List<String> refused = new ArrayList<>();
  private final IncomingMessages incoming = open();

  private IncomingMessages open() {
    return new IncomingMessages(
        memory,
        20_000,
        text -> messages.add(new String(text, StandardCharsets.UTF_8)),
        (beginning, noRoom) -> {
          String text = new String(beginning, StandardCharsets.UTF_8);
          return text.startsWith("y") && refused.add(text);
        });
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
  void oneThatThereIsNoRoomForIsRefusedByItselfAndItsRestIsNotKept() {
    SharedBytes.Use others = memory.use("tenant");
    others.growTo(28 * 1024);
    assertThat(incoming.add(WebSocketFrame.textFrame("y", false), TENANT)).isEmpty();
    assertThat(incoming.add(more(6_000, false), TENANT)).isEmpty();
    assertThat(refused).containsExactly("y" + "x".repeat(6_000));
    long held = memory.usedBytes();

    assertThat(incoming.add(more(6_000, false), TENANT)).isEmpty();
    assertThat(incoming.add(more(6_000, true), TENANT)).isEmpty();
    assertThat(incoming.add(text(3, true), TENANT)).isEmpty();

    assertThat(messages).as("the next").containsExactly("xxx");
    assertThat(refused).hasSize(1);
    assertThat(memory.usedBytes()).isEqualTo(held).isEqualTo(28 * 1024);
  }

  @Test
  void whatIsNotKeptIsBoundedToo() {
    memory.use("tenant").growTo(28 * 1024);
    incoming.add(WebSocketFrame.textFrame("y", false), TENANT);
    incoming.add(more(10_000, false), TENANT);
    assertThat(refused).hasSize(1);

    assertThat(incoming.add(more(10_000, false), TENANT).orElseThrow().code())
        .isEqualTo(CloseCode.TOO_BIG);
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
