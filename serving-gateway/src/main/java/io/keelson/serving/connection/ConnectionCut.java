package io.keelson.serving.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The hard end of a connection whose client is owed nothing more, or takes nothing: at once, and
 * what waits to be sent is dropped, here and in the kernel. An orderly close is sent after all of
 * that, which a client that does not read puts off for as long as it likes.
 */
public final class ConnectionCut {
  private ConnectionCut() {}

  /** On the connection's own event loop, a moment later. */
  public static void cut(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      Channel channel = base.channel();
      channel.eventLoop().execute(() -> cut(channel));
    } else {
      connection.close();
    }
  }

  /** On the channel's event loop. */
  static void cut(Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      // Past the handlers: that of TLS would wait until its farewell has been sent.
      channel.unsafe().close(channel.unsafe().voidPromise());
    }
  }
}
