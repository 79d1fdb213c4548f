package io.keelson.serving.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Stops reading from a connection for a while, whatever the server wants meanwhile. Several holds
 * on one connection do not get in each other's way.
 */
abstract class ReadingHold extends ChannelDuplexHandler {
  private final ConnectionBase connection;
  private boolean holding;
  private boolean resumeReading;

  ReadingHold(ConnectionBase connection) {
    this.connection = connection;
  }

  final boolean isHolding() {
    return holding;
  }

  final void hold(ChannelHandlerContext context) {
    holding = true;
    resumeReading = context.channel().config().isAutoRead();
    context.channel().config().setAutoRead(false);
  }

  final void release(ChannelHandlerContext context) {
    holding = false;
    if (resumeReading) {
      // The server may have paused meanwhile, which cannot be seen: it pauses anew when it needs
      // to.
      connection.doResume();
      context.channel().config().setAutoRead(true);
    }
  }

  /** The server wants to read on: not yet. */
  @Override
  public final void read(ChannelHandlerContext context) {
    if (holding) {
      resumeReading = true;
      context.channel().config().setAutoRead(false);
    } else {
      context.read();
    }
  }
}
