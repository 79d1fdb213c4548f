package io.keelson.serving.connection;

import io.keelson.serving.connection.ConnectionShares.Rule;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks at connections as they are accepted. The HTTP server tells of one only when its first
 * request is there; those that never send one would stay for as long as they send a byte before
 * each idle timeout. {@link FirstHead} says that it is there, and {@link ArrivalDeadline} where the
 * protocol is another. What one address has too many of is refused here, before it costs anything;
 * when all have too many, those that rest give way.
 */
public final class AcceptingTransport extends EpollTransport {
  private final DoorBounds bounds;
  private final boolean mayRest;
  private final Map<Integer, Door> doors = new ConcurrentHashMap<>();

  private AcceptingTransport(DoorBounds bounds, boolean mayRest) {
    this.bounds = bounds;
    this.mayRest = mayRest;
  }

  /** A connection sends the head of a request within the limit, or is closed. */
  public static AcceptingTransport fromTheConnectionOn(DoorBounds bounds) {
    return new AcceptingTransport(bounds, false);
  }

  /**
   * The head of a request follows its first byte within the limit; a connection may rest before it
   * for as long as the server's idle timeout lets it.
   */
  public static AcceptingTransport fromTheFirstByteOn(DoorBounds bounds) {
    return new AcceptingTransport(bounds, true);
  }

  /** Each port has the bounds for itself: the operators' is open when the callers' is full. */
  @Override
  public void configure(NetServerOptions options, boolean onPath, ServerBootstrap bootstrap) {
    super.configure(options, onPath, bootstrap);
    if (!onPath) {
      bootstrap.handler(
          doors.computeIfAbsent(options.getPort(), port -> new Door(bounds, mayRest)));
    }
  }

  @ChannelHandler.Sharable
  static final class Door extends ChannelInboundHandlerAdapter {
    private final long limitMs;
    private final boolean mayRest;
    private final RestingConnections open = new RestingConnections();
    private final ConnectionShares connections;
    private final ConnectionShares heads;

    /**
     * @param mayRest whether the time runs from the first byte on
     */
    Door(DoorBounds bounds, boolean mayRest) {
      this.limitMs = bounds.headLimit().toMillis();
      this.mayRest = mayRest;
      this.connections = new ConnectionShares(bounds.maxConnections(), Rule.HALF, bounds.areMany());
      this.heads =
          new ConnectionShares(bounds.maxUnfinishedHeads(), Rule.FEWER_THAN_FREE, bounds.areMany());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel channel = (Channel) accepted;
      if (channel.remoteAddress() instanceof InetSocketAddress remote) {
        InetAddress from = remote.getAddress();
        if (!enter(from)) {
          channel.unsafe().closeForcibly();
          return;
        }
        open.add(channel, permit(from));
        UnfinishedHead.on(channel, heads, remote.getAddress());
      }
      channel.pipeline().addLast(new FirstRequest(limitMs, mayRest));
      context.fireChannelRead(accepted);
    }

    private ConnectionRest.Permit permit(InetAddress from) {
      return new ConnectionRest.Permit() {
        @Override
        public boolean take() {
          return connections.enter(from);
        }

        @Override
        public void release() {
          connections.leave(from);
        }
      };
    }

    private boolean enter(InetAddress from) {
      return connections.enter(from)
          || connections.hasShareLeft(from) && open.closeSome() && connections.enter(from);
    }
  }

  private static final class FirstRequest extends ChannelInboundHandlerAdapter {
    /** As long as the preface of HTTP/2. */
    private static final int MOST_BYTES_LOOKED_AT = 24;

    private final long limitMs;
    private final boolean mayRest;
    private boolean hasBytes;
    private int looked;
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
      hasBytes = true;
      if (timer == null) {
        begin(context);
      }
      if (message instanceof ByteBuf bytes) {
        letProtocolBeChosen(context, bytes);
      }
      context.fireChannelRead(message);
    }

    /**
     * The server looks at the first bytes before it makes a decoder. It gets no more of them before
     * that is looked into: the first request may have bytes of another behind it.
     */
    private void letProtocolBeChosen(ChannelHandlerContext context, ByteBuf bytes) {
      ChannelPipeline pipeline = context.pipeline();
      while (DecodingBytes.of(pipeline) == null
          && looked < MOST_BYTES_LOOKED_AT
          && bytes.readableBytes() > 1) {
        looked++;
        context.fireChannelRead(bytes.readRetainedSlice(1));
      }
      FirstHead.expect(pipeline);
    }

    /** A head that comes in one piece has begun its request by now. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.fireChannelReadComplete();
      if (ArrivalDeadline.hasBegun(context.channel())) {
        remove(context);
      } else if (hasBytes && !UnfinishedHead.begin(context.channel())) {
        context.close();
      }
    }

    private void begin(ChannelHandlerContext context) {
      timer = context.executor().schedule(() -> look(context), limitMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (timer != null) {
        timer.cancel(false);
      }
    }

    private void look(ChannelHandlerContext context) {
      if (ArrivalDeadline.hasBegun(context.channel())) {
        remove(context);
      } else {
        context.close();
      }
    }

    private void remove(ChannelHandlerContext context) {
      if (!context.isRemoved()) {
        context.pipeline().remove(this);
      }
    }
  }
}
