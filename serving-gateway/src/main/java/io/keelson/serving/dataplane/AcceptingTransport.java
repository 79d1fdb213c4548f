package io.keelson.serving.dataplane;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.net.NetServerOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Looks at connections as they are accepted. The HTTP server tells of one only when its first
 * request is there; those that never send one would stay for as long as they send a byte before
 * each idle timeout. What one address has too many of is refused here, before it costs anything.
 */
final class AcceptingTransport extends EpollTransport {
  private final long limitMs;
  private final ConnectionShares shares;

  /**
   * @param limit within which a connection is told of, or closed
   */
  AcceptingTransport(Duration limit, ConnectionShares shares) {
    this.limitMs = limit.toMillis();
    this.shares = shares;
  }

  @Override
  public void configure(NetServerOptions options, boolean onPath, ServerBootstrap bootstrap) {
    super.configure(options, onPath, bootstrap);
    bootstrap.handler(new Door(limitMs, shares));
  }

  @ChannelHandler.Sharable
  static final class Door extends ChannelInboundHandlerAdapter {
    private final long limitMs;
    private final ConnectionShares shares;

    Door(long limitMs, ConnectionShares shares) {
      this.limitMs = limitMs;
      this.shares = shares;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel channel = (Channel) accepted;
      if (channel.remoteAddress() instanceof InetSocketAddress remote) {
        if (!shares.enter(remote.getAddress())) {
          channel.unsafe().closeForcibly();
          return;
        }
        channel.closeFuture().addListener(closed -> shares.leave(remote.getAddress()));
      }
      channel.pipeline().addLast(new FirstRequest(limitMs));
      context.fireChannelRead(accepted);
    }
  }

  private static final class FirstRequest extends ChannelInboundHandlerAdapter {
    private final long limitMs;

    FirstRequest(long limitMs) {
      this.limitMs = limitMs;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.executor().schedule(() -> look(context), limitMs, TimeUnit.MILLISECONDS);
      context.fireChannelActive();
    }

    private void look(ChannelHandlerContext context) {
      if (!context.channel().hasAttr(ArrivalDeadline.BEGUN)) {
        context.close();
      } else if (!context.isRemoved()) {
        context.pipeline().remove(this);
      }
    }
  }
}
