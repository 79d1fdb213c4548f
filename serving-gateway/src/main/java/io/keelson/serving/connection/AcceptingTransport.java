package io.keelson.serving.connection;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.net.NetServerOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks at connections as they are accepted. The HTTP server tells of one only when its first
 * request is there; those that never send one would stay for as long as they send a byte before
 * each idle timeout. {@link ArrivalDeadline} says that it is there. What one address has too many
 * of is refused here, before it costs anything.
 */
public final class AcceptingTransport extends EpollTransport {
  private final Door door;

  private AcceptingTransport(Door door) {
    this.door = door;
  }

  /**
   * @param limit within which a connection sends the head of a request, or is closed
   * @param maxConnections of which one address takes half at most
   */
  public static AcceptingTransport fromTheConnectionOn(Duration limit, int maxConnections) {
    return new AcceptingTransport(
        new Door(limit.toMillis(), false, new ConnectionShares(maxConnections)));
  }

  /**
   * @param limit within which the head of a request follows its first byte; a connection may rest
   *     before it for as long as the server's idle timeout lets it
   */
  public static AcceptingTransport fromTheFirstByteOn(Duration limit) {
    return new AcceptingTransport(
        new Door(limit.toMillis(), true, new ConnectionShares(Integer.MAX_VALUE)));
  }

  @Override
  public void configure(NetServerOptions options, boolean onPath, ServerBootstrap bootstrap) {
    super.configure(options, onPath, bootstrap);
    if (!onPath) {
      bootstrap.handler(door);
    }
  }

  @ChannelHandler.Sharable
  static final class Door extends ChannelInboundHandlerAdapter {
    private final long limitMs;
    private final boolean mayRest;
    private final ConnectionShares shares;

    /**
     * @param mayRest whether the time runs from the first byte on
     */
    Door(long limitMs, boolean mayRest, ConnectionShares shares) {
      this.limitMs = limitMs;
      this.mayRest = mayRest;
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
      channel.pipeline().addLast(new FirstRequest(limitMs, mayRest));
      context.fireChannelRead(accepted);
    }
  }

  private static final class FirstRequest extends ChannelInboundHandlerAdapter {
    private final long limitMs;
    private final boolean mayRest;
    private ScheduledFuture<?> timer;

    FirstRequest(long limitMs, boolean mayRest) {
      this.limitMs = limitMs;
      this.mayRest = mayRest;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (!mayRest) {
        begin(context);
      }
      context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (timer == null) {
        begin(context);
      }
      context.fireChannelRead(message);
    }

    private void begin(ChannelHandlerContext context) {
      timer = context.executor().schedule(() -> look(context), limitMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      if (timer != null) {
        timer.cancel(false);
      }
      context.fireChannelInactive();
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
