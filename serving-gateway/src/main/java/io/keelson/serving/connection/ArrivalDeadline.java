package io.keelson.serving.connection;

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
 * first head has the limit of {@link AcceptingTransport}, a later one from its first byte on; a
 * body, where it is looked at, must bring some more within each limit. Between requests a
 * connection may rest.
 */
public final class ArrivalDeadline extends ChannelInboundHandlerAdapter {
  /** Of a connection that has begun its first request, or HTTP/2. */
  static final AttributeKey<Boolean> BEGUN = AttributeKey.valueOf(ArrivalDeadline.class, "begun");

  private static final long LEAST_BYTES_PER_SECOND = 64 << 10;

  private final long limitMs;
  private final long leastBytes;
  private final boolean bodies;
  private ScheduledFuture<?> timer;
  private boolean inBody;
  private boolean sawBytes;
  private boolean sawMessage;
  private long bodyBytes;
  private boolean wasPaused;

  ArrivalDeadline(Duration limit, boolean bodies) {
    this.limitMs = limit.toMillis();
    this.bodies = bodies;
    this.leastBytes = LEAST_BYTES_PER_SECOND * limitMs / 1_000;
  }

  /**
   * From now on, when the first request is there; a second time for the same connection does
   * nothing. HTTP/2 connections are left alone: their streams end with their answers, see {@link
   * Http2Idle}.
   */
  public static void on(HttpConnection connection, Duration limit) {
    on(connection, new ArrivalDeadline(limit, true));
  }

  /** {@link #on} for heads alone: whoever reads the bodies has bounds of its own for them. */
  public static void onHeads(HttpConnection connection, Duration limit) {
    on(connection, new ArrivalDeadline(limit, false));
  }

  private static void on(HttpConnection connection, ArrivalDeadline deadline) {
    if (connection instanceof ConnectionBase base) {
      Channel channel = base.channelHandlerContext().channel();
      channel.attr(BEGUN).set(true);
      ChannelPipeline pipeline = channel.pipeline();
      ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
      if (decoder != null && pipeline.get(ArrivalDeadline.class) == null) {
        pipeline.addBefore(decoder.name(), "arriving-bytes", deadline.new ArrivingBytes());
        pipeline.addAfter(decoder.name(), "arrival-deadline", deadline);
      }
    }
  }

  /** The first request's head has come, and is what the server was told of the connection for. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    beginBody(context);
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
      end();
      beginBody(context);
    }
    if (message instanceof HttpContent content) {
      bodyBytes += content.content().readableBytes();
    }
    if (message instanceof LastHttpContent) {
      inBody = false;
      wasPaused = false;
      end();
    }
    context.fireChannelRead(message);
  }

  /**
   * Bytes that made no message are those of a head. There may be none: a channel that is read again
   * after a pause completes a reading that brought nothing.
   */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (sawBytes && !sawMessage && !inBody && timer == null) {
      begin(context);
    }
    wasPaused |= pausedByUs(context);
    sawBytes = false;
    sawMessage = false;
    context.fireChannelReadComplete();
  }

  private void beginBody(ChannelHandlerContext context) {
    inBody = true;
    bodyBytes = 0;
    wasPaused = false;
    if (bodies) {
      begin(context);
    }
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
    boolean ours = wasPaused || pausedByUs(context);
    if (ours || (inBody && bodyBytes >= leastBytes)) {
      bodyBytes = 0;
      wasPaused = pausedByUs(context);
      begin(context);
    } else {
      context.close();
    }
  }

  /** In front of the decoder. */
  final class ArrivingBytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      sawBytes = true;
      context.fireChannelRead(message);
    }
  }

  /** A caller does not answer for the time in which we do not read. */
  private static boolean pausedByUs(ChannelHandlerContext context) {
    return !context.channel().config().isAutoRead();
  }
}
