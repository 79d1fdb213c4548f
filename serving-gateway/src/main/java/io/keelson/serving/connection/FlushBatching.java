package io.keelson.serving.connection;

import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Lets what many streams write in one turn of the event loop leave in one system call. */
public final class FlushBatching {
  private static final int MAX_FLUSHES_HELD = 128;

  private FlushBatching() {}

  public static void on(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      Channel channel = base.channelHandlerContext().channel();
      channel.pipeline().addFirst(new FlushConsolidationHandler(MAX_FLUSHES_HELD, true));
    }
  }
}
