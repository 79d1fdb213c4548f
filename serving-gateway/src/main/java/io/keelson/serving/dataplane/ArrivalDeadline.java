package io.keelson.serving.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes an HTTP/1.1 connection whose request trickles: the idle timeout begins anew with each
 * byte, and a request has no deadline before its head is complete, nor after it was refused. The
 * first head has the limit from the connection on ({@link AcceptingTransport}), a later one from
 * its first byte on; a body must bring some more within each limit. Between requests a connection
 * may rest.
 */
final class ArrivalDeadline extends ChannelInboundHandlerAdapter {
  /** Of a connection that has begun its first request, or HTTP/2. */
  static final AttributeKey<Boolean> BEGUN = AttributeKey.valueOf(ArrivalDeadline.class, "begun");

  private static final long LEAST_BYTES_PER_SECOND = 64 << 10;

  private final long limitMs;
  private final long leastBytes;
  private ScheduledFuture<?> timer;
  private boolean inBody;
  private boolean sawMessage;
  private long bodyBytes;
  private boolean wasPaused;

  ArrivalDeadline(Duration limit) {
    this.limitMs = limit.toMillis();
    this.leastBytes = LEAST_BYTES_PER_SECOND * limitMs / 1_000;
  }

  /**
   * HTTP/2 connections are left alone: their streams end with their answers, see {@link Http2Idle}.
   */
  static void on(HttpConnection connection, Duration limit) {
    if (connection instanceof ConnectionBase base) {
      Channel channel = base.channelHandlerContext().channel();
      channel.attr(BEGUN).set(true);
      ChannelPipeline pipeline = channel.pipeline();
      ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
      if (decoder != null) {
        pipeline.addAfter(decoder.name(), "arrival-deadline", new ArrivalDeadline(limit));
      }
    }
  }

  /** The first request's head has come, and is what the server was told of the connection for. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    inBody = true;
    begin(context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    sawMessage = true;
    if (message instanceof HttpRequest) {
      inBody = true;
      bodyBytes = 0;
      wasPaused = false;
      end();
      begin(context);
    }
    if (message instanceof HttpContent content) {
      bodyBytes += content.content().readableBytes();
    }
    if (message instanceof LastHttpContent) {
      inBody = false;
      end();
    }
    context.fireChannelRead(message);
  }

  /** Bytes that made no message are those of a head. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!sawMessage && !inBody && timer == null) {
      begin(context);
    }
    wasPaused |= pausedByUs(context);
    sawMessage = false;
    context.fireChannelReadComplete();
  }

  private void begin(ChannelHandlerContext context) {
    timer = context.executor().schedule(() -> late(context), limitMs, TimeUnit.MILLISECONDS);
  }

  private void end() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void late(ChannelHandlerContext context) {
    timer = null;
    if (context.pipeline().context(HttpRequestDecoder.class) == null) {
      return; // it speaks another protocol by now
    }
    if (inBody && (wasPaused || pausedByUs(context) || bodyBytes >= leastBytes)) {
      bodyBytes = 0;
      wasPaused = pausedByUs(context);
      begin(context);
    } else {
      context.close();
    }
  }

  /** A caller does not answer for the time in which we do not read. */
  private static boolean pausedByUs(ChannelHandlerContext context) {
    return !context.channel().config().isAutoRead();
  }
}
