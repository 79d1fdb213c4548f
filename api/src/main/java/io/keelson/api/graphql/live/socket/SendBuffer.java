package io.keelson.api.graphql.live.socket;

import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * What the operating system takes of a socket before its reader has. Left alone, Linux lets it grow
 * to megabytes for each: of a run that logs, that is ten thousand events and more that are written
 * for somebody who takes none, before they are seen to be stalled, and all of it is memory that the
 * machine's other connections want.
 */
final class SendBuffer {
  /**
   * Linux doubles it for what a segment costs. A reader 200 ms away still takes 640 kB a second.
   */
  private static final int BYTES = 128 * 1024;

  private SendBuffer() {}

  /** From now on. */
  static void bound(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      base.channelHandlerContext().channel().config().setOption(ChannelOption.SO_SNDBUF, BYTES);
    }
  }
}
