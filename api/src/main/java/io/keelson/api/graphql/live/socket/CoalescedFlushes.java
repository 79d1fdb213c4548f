package io.keelson.api.graphql.live.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** What is written to a connection in one turn of its event loop leaves it together. */
final class CoalescedFlushes {
  private static final int AT_MOST = 64;

  private CoalescedFlushes() {}

  /** From now on. On the connection's event loop. */
  static void on(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      ChannelPipeline pipeline = base.channelHandlerContext().channel().pipeline();
      FlushConsolidationHandler handler = new FlushConsolidationHandler(AT_MOST, true);
      ChannelHandlerContext tls = pipeline.context(SslHandler.class);
      if (tls == null) {
        pipeline.addFirst(handler);
      } else {
        pipeline.addAfter(tls.name(), null, handler); // encrypted together too
      }
    }
  }
}
