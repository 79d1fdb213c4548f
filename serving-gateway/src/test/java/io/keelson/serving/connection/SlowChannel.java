package io.keelson.serving.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;

/** Takes as many pieces as it is let. */
final class SlowChannel extends EmbeddedChannel {
  private int takes;

  SlowChannel(ChannelHandler... handlers) {
    super(handlers);
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer pieces) {
    while (takes > 0 && pieces.current() != null) {
      pieces.remove();
      takes--;
    }
  }

  void take(int pieces) {
    takes = pieces;
    flush();
  }
}
