package io.keelson.serving.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads no more from a caller who does not read: the HTTP server takes the next pipelined request
 * as soon as the answer to the last one is written to the channel, whether or not it can leave, and
 * HTTP/2 knows no flow control for headers. A connection is cut when it takes next to nothing for
 * too long, or when the answers to what was read before outgrow a bound.
 */
public final class WriteBackpressure extends ReadingHold {
  private static final long LEAST_BYTES_PER_SECOND = 1 << 10;

  private final long limitMs;
  private final long leastBytes;
  private final long maxUnsentBytes;
  private long writtenBytes;
  private ScheduledFuture<?> timer;

  WriteBackpressure(ConnectionBase connection, Duration limit, long maxUnsentBytes) {
    super(connection);
    this.limitMs = limit.toMillis();
    this.leastBytes = Math.max(1, LEAST_BYTES_PER_SECOND * limitMs / 1_000);
    this.maxUnsentBytes = maxUnsentBytes;
  }

  /**
   * From now on; a second time for the same connection does nothing.
   *
   * @param limit how long a connection may take less than a KiB a second
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

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      if (isHolding()) {
        timer.cancel(false);
        release(context);
      }
    } else if (!isHolding()) {
      hold(context);
      lookLater(context);
    }
    context.fireChannelWritabilityChanged();
  }

  private void lookLater(ChannelHandlerContext context) {
    long before = takenBytes(context.channel());
    timer =
        context.executor().schedule(() -> look(context, before), limitMs, TimeUnit.MILLISECONDS);
  }

  private void look(ChannelHandlerContext context, long before) {
    if (takenBytes(context.channel()) - before < leastBytes) {
      ConnectionCut.cut(context.channel());
    } else {
      lookLater(context);
    }
  }

  private long takenBytes(Channel channel) {
    return writtenBytes - unsentBytes(channel);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    writtenBytes += bytesOf(message);
    context.write(message, promise);
    if (isHolding() && unsentBytes(context.channel()) > maxUnsentBytes) {
      ConnectionCut.cut(context.channel());
    }
  }

  private static long bytesOf(Object message) {
    return switch (message) {
      case ByteBuf bytes -> bytes.readableBytes();
      case ByteBufHolder holder -> holder.content().readableBytes();
      case FileRegion file -> file.count();
      default -> 0;
    };
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
