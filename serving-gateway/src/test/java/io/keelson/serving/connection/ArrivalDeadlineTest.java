package io.keelson.serving.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that we let wait, as one does while its key is looked up. */
final class ArrivalDeadlineTest {
  private static final long LIMIT_MS = 1_000;
  private static final String HEAD =
      "POST /v2/models/wine/infer HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n";

  private static final String SHORT = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n";

  /** Takes one piece, and no more until it is told to. */
  private static final class Pausing extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpContent) {
        context.channel().config().setAutoRead(false);
      }
      ReferenceCountUtil.release(message);
    }
  }

  private final EmbeddedChannel channel = channel(true, new Pausing());

  private static EmbeddedChannel channel(boolean bodies, ChannelInboundHandlerAdapter server) {
    DecodingBytes bytes = new DecodingBytes();
    HttpRequestDecoder decoder = new HttpRequestDecoder();
    bytes.lookInto(decoder);
    ArrivalDeadline deadline = new ArrivalDeadline(Duration.ofMillis(LIMIT_MS), bodies, bytes);
    return new EmbeddedChannel(bytes, decoder, deadline, server);
  }

  /** Takes all there is. */
  private static final class Taking extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }

  private void receive(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private void pass(long ms) {
    channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void isNotCutForTheTimeInWhichItWasPaused() {
    channel.freezeTime();
    receive(HEAD);
    receive("x");
    pass(LIMIT_MS - 100);
    channel.config().setAutoRead(true);

    pass(200);
    assertThat(channel.isOpen()).as("it had a tenth of the time").isTrue();
    pass(LIMIT_MS);
    assertThat(channel.isOpen()).as("it had all of the time and brought nothing").isFalse();
  }

  @Test
  void aReadingThatBroughtNothingIsTheBeginningOfNoHead() {
    EmbeddedChannel resting = channel(true, new Taking());
    resting.freezeTime();
    resting.writeInbound(Unpooled.copiedBuffer(SHORT + "ab", StandardCharsets.US_ASCII));

    resting.pipeline().fireChannelReadComplete(); // as after a pause
    resting.advanceTimeBy(10 * LIMIT_MS, TimeUnit.MILLISECONDS);
    resting.runScheduledPendingTasks();

    assertThat(resting.isOpen()).as("it rests between two requests").isTrue();
  }

  @Test
  void aHeadThatTricklesIsCutAndABodyIsNotLookedAtWhereItHasOtherBounds() {
    EmbeddedChannel heads = channel(false, new Taking());
    heads.freezeTime();
    heads.writeInbound(Unpooled.copiedBuffer(SHORT, StandardCharsets.US_ASCII));
    heads.advanceTimeBy(10 * LIMIT_MS, TimeUnit.MILLISECONDS);
    heads.runScheduledPendingTasks();
    assertThat(heads.isOpen()).as("a body that does not come").isTrue();

    heads.writeInbound(Unpooled.copiedBuffer("ab" + "GET / HT", StandardCharsets.US_ASCII));
    heads.writeInbound(Unpooled.copiedBuffer("T", StandardCharsets.US_ASCII));
    heads.advanceTimeBy(LIMIT_MS, TimeUnit.MILLISECONDS);
    heads.runScheduledPendingTasks();
    assertThat(heads.isOpen()).as("a head that does not end").isFalse();
  }

  /** Its lines are taken out of the buffer as they come, so that none may be left there. */
  @ParameterizedTest
  @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nx: y\r\n", "\r\nGET / HT"})
  void aHeadThatBeginsBehindARequestIsCutLikeAnother(String begun) {
    EmbeddedChannel heads = channel(false, new Taking());
    heads.freezeTime();
    heads.writeInbound(Unpooled.copiedBuffer(SHORT + "a", StandardCharsets.US_ASCII));
    heads.writeInbound(Unpooled.copiedBuffer("b" + begun, StandardCharsets.US_ASCII));

    heads.advanceTimeBy(LIMIT_MS, TimeUnit.MILLISECONDS);
    heads.runScheduledPendingTasks();
    assertThat(heads.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", SHORT + "ab"})
  void aConnectionRestsBehindWholeRequests(String behind) {
    EmbeddedChannel heads = channel(false, new Taking());
    heads.freezeTime();
    heads.writeInbound(Unpooled.copiedBuffer(SHORT + "ab" + behind, StandardCharsets.US_ASCII));

    heads.advanceTimeBy(10 * LIMIT_MS, TimeUnit.MILLISECONDS);
    heads.runScheduledPendingTasks();
    assertThat(heads.isOpen()).isTrue();
  }
}
