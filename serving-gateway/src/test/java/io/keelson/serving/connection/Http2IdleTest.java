package io.keelson.serving.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class Http2IdleTest {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration PERIOD = Duration.ofSeconds(300);

  private final Http2ConnectionHandler handler =
      new Http2ConnectionHandlerBuilder()
          .server(true)
          .frameListener(new Http2FrameAdapter())
          .build();
  private final EmbeddedChannel channel = new EmbeddedChannel(handler);
  private final AtomicBoolean closed = new AtomicBoolean();

  @BeforeEach
  void start() {
    channel.freezeTime();
    Http2Idle.on(channel, () -> closed.set(true), FIRST, PERIOD);
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private Http2Stream stream(int id) throws Http2Exception {
    return handler.connection().remote().createStream(id, false);
  }

  @Test
  void aConnectionWithoutAStreamIsClosed() {
    pass(FIRST.minusMillis(1));
    assertThat(closed).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(closed).isTrue();
  }

  @Test
  void oneWhoseStreamsEndIsNot() throws Http2Exception {
    for (int id = 1; id < 9; id += 2) {
      stream(id).close();
      pass(PERIOD);
      assertThat(closed).isFalse();
    }
    pass(PERIOD);
    assertThat(closed).isTrue();
  }

  @Test
  void streamsThatDoNotEndDoNotKeepIt() throws Http2Exception {
    stream(1);
    pass(FIRST);
    assertThat(closed).isFalse();
    stream(3);
    pass(PERIOD);
    assertThat(closed).isTrue();
  }
}
