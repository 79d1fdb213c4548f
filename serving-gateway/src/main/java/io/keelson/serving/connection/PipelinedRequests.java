package io.keelson.serving.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Bounds the requests of an HTTP/1.1 connection that wait behind one whose answer takes its time:
 * the server queues all that it reads. Beyond a number or a size no more is read until some are
 * answered; where more come in one piece than a door takes, the connection is cut.
 */
public final class PipelinedRequests extends ReadingHold {
  private static final int READ_UP_TO = 128;
  private static final long READ_UP_TO_BYTES = 64 << 10;

  /** Those that were not answered; the first is being answered, the others wait. */
  private final Deque<Request> requests = new ArrayDeque<>();

  private final int maxWaiting;
  private final ConnectionRest rest;
  private final boolean hasBegun;
  private long waitingBytes;

  private static final class Request {
    long bytes;
  }

  /**
   * @param rest null where nobody wants to know of it
   * @param hasBegun whether a request's head has gone by
   */
  PipelinedRequests(
      ConnectionBase connection, int maxWaiting, ConnectionRest rest, boolean hasBegun) {
    super(connection);
    this.maxWaiting = maxWaiting;
    this.rest = rest;
    this.hasBegun = hasBegun;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (hasBegun) {
      requests.addLast(new Request());
    }
    endRest();
  }

  private void endRest() {
    if (rest != null) {
      rest.end();
    }
  }

  /**
   * From now on, when the connection's first request is about to come; a second time for the same
   * connection does nothing.
   *
   * @param maxWaiting beyond which the connection is cut
   */
  public static void on(HttpConnection connection, int maxWaiting) {
    on(connection, maxWaiting, false);
  }

  /** {@link #on}, while the first request is handled. */
  public static void behindTheFirst(HttpConnection connection, int maxWaiting) {
    on(connection, maxWaiting, true);
  }

  private static void on(HttpConnection connection, int maxWaiting, boolean hasBegun) {
    if (connection instanceof ConnectionBase base) {
      Channel channel = base.channelHandlerContext().channel();
      ChannelPipeline pipeline = channel.pipeline();
      if (pipeline.get(HttpRequestDecoder.class) != null
          && pipeline.get(PipelinedRequests.class) == null) {
        // Right in front of the server, where answers are not yet bytes.
        pipeline.addBefore(
            base.channelHandlerContext().name(),
            "pipelined-requests",
            new PipelinedRequests(base, maxWaiting, ConnectionRest.of(channel), hasBegun));
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest head) {
      if (requests.size() > maxWaiting) {
        ReferenceCountUtil.release(message);
        ConnectionCut.cut(context.channel());
        return;
      }
      requests.addLast(new Request());
      endRest();
      if (requests.size() > 1) {
        add(headBytes(head));
      }
    }
    if (message instanceof HttpContent content && !requests.isEmpty()) {
      add(content.content().readableBytes());
    }
    if (!isHolding() && !hasRoom()) {
      hold(context);
    }
    context.fireChannelRead(message);
  }

  private void add(int bytes) {
    requests.getLast().bytes += bytes;
    if (requests.size() > 1) {
      waitingBytes += bytes;
    }
  }

  private static int headBytes(HttpRequest head) {
    int bytes = head.uri().length();
    for (Map.Entry<String, String> header : head.headers()) {
      bytes += header.getKey().length() + header.getValue().length();
    }
    return bytes;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean interim = message instanceof HttpResponse head && head.status().code() < 200;
    boolean ends = message instanceof LastHttpContent && !interim;
    context.write(message, promise);
    if (ends) {
      answered(context);
    }
  }

  private void answered(ChannelHandlerContext context) {
    requests.pollFirst();
    if (!requests.isEmpty()) {
      waitingBytes -= requests.getFirst().bytes;
    } else if (rest != null) {
      rest.begin();
    }
    if (isHolding() && hasRoom()) {
      release(context);
    }
  }

  private boolean hasRoom() {
    return requests.size() <= READ_UP_TO && waitingBytes <= READ_UP_TO_BYTES;
  }
}
