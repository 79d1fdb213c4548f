package io.keelson.api.graphql.live.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.memory.SharedBytes;
import io.keelson.api.testing.RawSocket;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Frames that do not come to their end, and those that nobody reads, are somebody's memory. */
class ArrivingFramesTest {
  private static final int MAX_BYTES = 256 << 10;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SharedBytes memory = new SharedBytes(1 << 20);
  private final SharedBytes reserve = new SharedBytes(128 << 10);
  private final List<CloseCode> refusals = new ArrayList<>();
  private final LookedAt channel = new LookedAt();
  private Optional<Object> payer = Optional.of("tenant");
  private Instant now = NOW;
  private final ArrivingFrames frames =
      new ArrivingFrames(
          memory, reserve, () -> payer, () -> now, (code, reason) -> refusals.add(code));

  /** Something happens while it is looked at. */
  private static final class LookedAt extends EmbeddedChannel {
    private Runnable meanwhile;

    LookedAt() {
      super(new WebSocket13FrameDecoder(true, false, MAX_BYTES));
    }

    @Override
    public ChannelConfig config() {
      Runnable once = meanwhile;
      meanwhile = null;
      if (once != null) {
        once.run();
      }
      return super.config();
    }
  }

  ArrivingFramesTest() {
    frames.on(channel);
  }

  private static byte[] frame(int payloadBytes) {
    return RawSocket.encoded(RawSocket.FINAL | RawSocket.TEXT, new byte[payloadBytes]);
  }

  private void arrive(byte[] bytes, int from, int to) {
    channel.writeInbound(Unpooled.copiedBuffer(Arrays.copyOfRange(bytes, from, to)));
  }

  /** As the socket does, of what has been put together. */
  private int readAll() {
    int read = 0;
    WebSocketFrame frame;
    while ((frame = channel.readInbound()) != null) {
      frames.read(frame.content().readableBytes());
      frame.release();
      read++;
    }
    return read;
  }

  @Test
  void wholeFramesThatAreReadUseNothing() {
    for (int payloadBytes : new int[] {0, 125, 126, 2_000, 65_535, 65_536}) {
      byte[] frame = frame(payloadBytes);
      arrive(frame, 0, frame.length);
      assertThat(readAll()).isEqualTo(1);
      arrive(frame, 0, 1); // of the next
      arrive(frame, 1, frame.length);
      assertThat(readAll()).isEqualTo(1);
      arrive(frame(1), 0, 7);
      readAll();
      assertThat(memory.usedBytes()).as("%d bytes", payloadBytes).isZero();
      assertThat(frames.isLate(now.plusSeconds(3_600))).isFalse();
    }
    assertThat(refusals).isEmpty();
  }

  @Test
  void aPartialFrameUsesMemoryOfItsPayerUntilItIsRead() {
    byte[] frame = frame(100_000);
    arrive(frame, 0, 1_000);
    assertThat(memory.usedBytes()).as("a little").isZero();

    arrive(frame, 1_000, 90_000);
    assertThat(memory.usedBytes()).isBetween(180_000L, 190_000L);

    arrive(frame, 90_000, frame.length);
    readAll();
    arrive(frame(1), 0, 7);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void wholeFramesThatNobodyReadsUseMemoryToo() {
    byte[] frame = frame(10_000);
    for (int i = 0; i < 10; i++) {
      arrive(frame, 0, frame.length);
    }
    assertThat(memory.usedBytes()).isBetween(200_000L, 205_000L);
    assertThat(frames.isLate(now.plusSeconds(3_600))).as("they have come").isFalse();

    channel.close();
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void whatThePayersShareHasNoRoomForIsRefusedOnceAndNotKept() {
    SharedBytes.Use others = memory.use("tenant");
    others.growTo(500_000);
    byte[] frame = frame(200_000);

    for (int from = 0; from < 150_000; from += 1_000) {
      arrive(frame, from, from + 1_000);
    }

    assertThat(refusals).containsExactly(CloseCode.TRY_AGAIN_LATER);
    assertThat(memory.usedBytes()).isLessThanOrEqualTo(512 << 10);
    channel.close();
    others.end();
    assertThat(memory.usedBytes()).isZero();
    assertThat(reserve.usedBytes()).isZero();
  }

  @Test
  void aShortFrameComesWhereThePayersShareIsFullUntilTheReserveIsToo() {
    SharedBytes.Use others = memory.use("tenant");
    others.growTo(512 << 10);
    byte[] frame = frame(10_000);
    for (int i = 0; i < 3; i++) {
      arrive(frame, 0, 5_000);
      arrive(frame, 5_000, frame.length);
      assertThat(reserve.usedBytes()).isBetween(20_000L, 21_000L);
      assertThat(readAll()).isEqualTo(1);
      assertThat(reserve.usedBytes()).isZero();
    }
    arrive(frame, 0, 5_000);
    others.release(40_000);
    arrive(frame, 5_000, 6_000);
    assertThat(reserve.usedBytes()).as("there is room in the share again").isZero();
    arrive(frame, 6_000, frame.length);
    readAll();
    assertThat(refusals).isEmpty();

    others.growTo(512 << 10);
    reserve.use("tenant").growTo(60_000);
    arrive(frame, 0, 5_000);
    assertThat(refusals).containsExactly(CloseCode.TRY_AGAIN_LATER);
  }

  @Test
  void aStrangerSendsNoMoreThanAFirstMessage() {
    payer = Optional.empty();
    byte[] first = frame(16 << 10);
    arrive(first, 0, first.length - 1);
    arrive(first, first.length - 1, first.length);
    assertThat(readAll()).isEqualTo(1);
    assertThat(refusals).isEmpty();

    byte[] more = frame(20_000);
    for (int from = 0; from < 20_000; from += 1_000) {
      arrive(more, from, from + 1_000);
    }

    assertThat(refusals).containsExactly(CloseCode.TOO_BIG);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void aFrameComesWithinItsTimeUnlessWeDoNotRead() {
    byte[] frame = frame(100);
    arrive(frame, 0, 1);
    now = NOW.plus(Duration.ofSeconds(9));
    arrive(frame, 1, 2);
    assertThat(frames.isLate(now)).isFalse();
    assertThat(frames.isLate(now.plusSeconds(2))).isTrue();

    channel.config().setAutoRead(false);
    assertThat(frames.isLate(now.plusSeconds(2))).isFalse();
    channel.config().setAutoRead(true);
    assertThat(frames.isLate(now.plusSeconds(11))).isFalse();
    assertThat(frames.isLate(now.plusSeconds(13))).isTrue();

    arrive(frame, 2, frame.length);
    arrive(frame, 0, 1);
    readAll();
    assertThat(frames.isLate(now.plusSeconds(9))).as("the next").isFalse();
  }

  @Test
  void aLongFrameMayTakeAsLongAsItsBytesDoAtTheLeastRate() {
    byte[] frame = frame(200_000);
    arrive(frame, 0, 1_000);
    assertThat(frames.isLate(NOW.plusSeconds(11))).as("little has come").isTrue();

    arrive(frame, 1_000, 196_608);

    assertThat(frames.isLate(NOW.plusSeconds(12))).isFalse();
    assertThat(frames.isLate(NOW.plusSeconds(14))).isTrue();
  }

  @Test
  void aFrameThatEndsWhileItIsLookedAtIsNotLateLater() {
    byte[] frame = frame(100);
    arrive(frame, 0, 1);
    channel.config().setAutoRead(false);

    channel.meanwhile = () -> arrive(frame, 1, frame.length);
    assertThat(frames.isLate(now.plusSeconds(5))).isFalse();

    channel.config().setAutoRead(true);
    assertThat(readAll()).isEqualTo(1);
    assertThat(frames.isLate(now.plusSeconds(60))).isFalse();
  }
}
