package io.keelson.serving.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes an HTTP/2 connection that is kept for nothing: the idle timeout begins anew with each
 * PING. The first stream has to begin within the time that HTTP/1.1 has for its first request;
 * later, some stream has to end in each period.
 */
public final class Http2Idle extends Http2ConnectionAdapter {
  private final Channel channel;
  private final Http2Connection streams;
  private final Runnable close;
  private final long periodMs;
  private boolean used;
  private Future<?> timer;

  private Http2Idle(Channel channel, Http2Connection streams, Runnable close, Duration period) {
    this.channel = channel;
    this.streams = streams;
    this.close = close;
    this.periodMs = period.toMillis();
    this.used = streams.numActiveStreams() > 0;
  }

  /**
   * @param period longer than any stream may last
   */
  public static void on(HttpConnection connection, Duration first, Duration period) {
    if (connection instanceof ConnectionBase base) {
      Channel channel = base.channelHandlerContext().channel();
      on(channel, () -> close(channel, connection), first, period);
    }
  }

  /** In order, with GOAWAY, unless there is something to wait for. */
  private static void close(Channel channel, HttpConnection connection) {
    Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
    if (handler != null && handler.connection().numActiveStreams() == 0) {
      connection.close();
    } else {
      ConnectionCut.cut(connection);
    }
  }

  static void on(Channel channel, Runnable close, Duration first, Duration period) {
    ChannelPipeline pipeline = channel.pipeline();
    Http2ConnectionHandler handler = pipeline.get(Http2ConnectionHandler.class);
    if (handler != null) {
      Http2Idle idle = new Http2Idle(channel, handler.connection(), close, period);
      handler.connection().addListener(idle);
      idle.lookIn(first.toMillis());
      channel.closeFuture().addListener(closed -> idle.timer.cancel(false));
    }
  }

  private void lookIn(long ms) {
    timer = channel.eventLoop().schedule(this::look, ms, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (used) {
      used = false;
      lookIn(periodMs);
    } else {
      close.run();
    }
  }

  @Override
  public void onStreamActive(Http2Stream stream) {
    used |= streams.numActiveStreams() <= 1; // one that ends a rest; of more, one has to end
  }

  @Override
  public void onStreamClosed(Http2Stream stream) {
    used = true;
  }
}
