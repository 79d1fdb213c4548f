package io.keelson.api.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** The end of a connection whose client is owed nothing more, or takes nothing. */
public final class ConnectionCut {
  private ConnectionCut() {}

  /**
   * Ends it at once and drops what waits to be sent, here and in the kernel. An orderly close is
   * sent after all of that, which a client that does not read puts off for as long as it likes.
   */
  public static void cut(HttpConnection connection) {
    if (!(connection instanceof ConnectionBase base)) {
      connection.close();
      return;
    }
    Channel channel = base.channel();
    channel
        .eventLoop()
        .execute(
            () -> {
              if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                // Past the handlers: that of TLS would wait until its farewell has been sent.
                channel.unsafe().close(channel.unsafe().voidPromise());
              }
            });
  }
}
