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
  private final DecodingBytes bytes;
  private ScheduledFuture<?> timer;
  private boolean inBody;
  private boolean sawMessage;
  private boolean bytesFollow;
  private long bodyBytes;
  private boolean wasPaused;

  ArrivalDeadline(Duration limit, boolean bodies, DecodingBytes bytes) {
    this.bytes = bytes;
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
    on(connection, limit, true);
  }

  /** {@link #on} for heads alone: whoever reads the bodies has bounds of its own for them. */
  public static void onHeads(HttpConnection connection, Duration limit) {
    on(connection, limit, false);
  }

  private static void on(HttpConnection connection, Duration limit, boolean bodies) {
    if (connection instanceof ConnectionBase base) {
      Channel channel = base.channelHandlerContext().channel();
      begun(channel);
      ChannelPipeline pipeline = channel.pipeline();
      ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
      if (decoder != null && pipeline.get(ArrivalDeadline.class) == null) {
        pipeline.addAfter(
            decoder.name(),
            "arrival-deadline",
            new ArrivalDeadline(limit, bodies, DecodingBytes.of(pipeline)));
      }
    }
  }

  /** The first request's head has come; a second time does nothing. */
  static void begun(Channel channel) {
    if (channel.attr(BEGUN).getAndSet(true) == null) {
      UnfinishedHead.end(channel);
    }
  }

  static boolean hasBegun(Channel channel) {
    return channel.hasAttr(BEGUN);
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
      bytesFollow = false;
      end();
      UnfinishedHead.end(context.channel());
      beginBody(context);
    }
    if (message instanceof HttpContent content) {
      bodyBytes += content.content().readableBytes();
    }
    if (message instanceof LastHttpContent) {
      bytesFollow = bytes.follow();
      inBody = false;
      wasPaused = false;
      end();
    }
    context.fireChannelRead(message);
  }

  /**
   * Bytes that made no message are those of a head, and so are those behind the last one. There may
   * be none: a channel that is read again after a pause completes a reading that brought nothing.
   */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    boolean areOfNoMessage = bytes.haveCome() && !sawMessage;
    if ((bytesFollow || areOfNoMessage) && !inBody && timer == null) {
      beginHead(context);
    }
    wasPaused |= pausedByUs(context);
    bytesFollow = false;
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

  private void beginHead(ChannelHandlerContext context) {
    if (UnfinishedHead.begin(context.channel())) {
      begin(context);
    } else {
      context.close();
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
      UnfinishedHead.end(context.channel()); // it speaks another protocol by now
      return;
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

  /** A caller does not answer for the time in which we do not read. */
  private static boolean pausedByUs(ChannelHandlerContext context) {
    return !context.channel().config().isAutoRead();
  }
}
