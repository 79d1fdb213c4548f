package io.keelson.serving.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads no more from a caller who does not read: the HTTP server takes the next pipelined request
 * as soon as the answer to the last one is written to the channel, whether or not it can leave, and
 * HTTP/2 knows no flow control for headers. A connection is reset when it takes nothing for too
 * long, or when the answers to what was read before outgrow a bound.
 */
public final class WriteBackpressure extends ChannelDuplexHandler {
  private final ConnectionBase connection;
  private final long limitMs;
  private final long maxUnsentBytes;
  private boolean holding;
  private boolean resumeReading;
  private ScheduledFuture<?> timer;

  private WriteBackpressure(ConnectionBase connection, Duration limit, long maxUnsentBytes) {
    this.connection = connection;
    this.limitMs = limit.toMillis();
    this.maxUnsentBytes = maxUnsentBytes;
  }

  /**
   * From now on; a second time for the same connection does nothing.
   *
   * @param limit how long a connection may take nothing
   * @param maxUnsentBytes above what one answer writes at once
   */
  public static void on(HttpConnection connection, Duration limit, long maxUnsentBytes) {
    if (connection instanceof ConnectionBase base) {
      ChannelPipeline pipeline = base.channelHandlerContext().channel().pipeline();
      if (pipeline.get(WriteBackpressure.class) == null) {
        pipeline.addFirst(new WriteBackpressure(base, limit, maxUnsentBytes));
      }
    }
  }

  /** Without a word: what is to be said would wait behind what the caller does not take. */
  static void reset(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      Channel channel = base.channelHandlerContext().channel();
      ChannelHandlerContext first = channel.pipeline().firstContext();
      if (first != null) { // none once it is closed
        reset(first);
      }
    } else {
      connection.close();
    }
  }

  private static void reset(ChannelHandlerContext first) {
    first.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    first.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      release(context);
    } else if (!holding) {
      hold(context);
    }
    context.fireChannelWritabilityChanged();
  }

  private void hold(ChannelHandlerContext context) {
    holding = true;
    resumeReading = context.channel().config().isAutoRead();
    context.channel().config().setAutoRead(false);
    timer = context.executor().schedule(() -> reset(context), limitMs, TimeUnit.MILLISECONDS);
  }

  private void release(ChannelHandlerContext context) {
    if (!holding) {
      return;
    }
    holding = false;
    timer.cancel(false);
    if (resumeReading) {
      // The server may have paused meanwhile, which cannot be seen: it pauses anew when it needs
      // to.
      connection.doResume();
      context.channel().config().setAutoRead(true);
    }
  }

  /** The server wants to read on: not yet. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (holding) {
      resumeReading = true;
      context.channel().config().setAutoRead(false);
    } else {
      context.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(message, promise);
    if (holding && unsentBytes(context.channel()) > maxUnsentBytes) {
      reset(context);
    }
  }

  private static long unsentBytes(Channel channel) {
    return channel.isActive() ? channel.unsafe().outboundBuffer().totalPendingWriteBytes() : 0;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
    }
    context.fireChannelInactive();
  }
}
