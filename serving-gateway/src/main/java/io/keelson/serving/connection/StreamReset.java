package io.keelson.serving.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The end of an HTTP/2 stream whose caller does not take its answer. The server itself resets none
 * once request and answer have ended for it, though the answer may still wait for its window.
 */
public final class StreamReset {
  private StreamReset() {}

  /** From anywhere. */
  public static void cancel(HttpServerRequest request) {
    if (request.connection() instanceof ConnectionBase base) {
      Channel channel = base.channel();
      int stream = request.streamId();
      if (channel.eventLoop().inEventLoop()) {
        cancel(channel, stream);
      } else {
        channel.eventLoop().execute(() -> cancel(channel, stream));
      }
    }
  }

  private static void cancel(Channel channel, int stream) {
    ChannelHandlerContext context = channel.pipeline().context(Http2ConnectionHandler.class);
    if (context != null && context.handler() instanceof Http2ConnectionHandler handler) {
      cancel(context, handler, stream);
    }
  }

  private static void cancel(
      ChannelHandlerContext context, Http2ConnectionHandler handler, int stream) {
    if (handler.connection().stream(stream) != null) {
      handler
          .encoder()
          .writeRstStream(context, stream, Http2Error.CANCEL.code(), context.newPromise());
      context.flush();
    }
  }
}
