package io.keelson.api.graphql.live.socket;

import io.keelson.api.graphql.live.message.CloseCode;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.share.FairShare;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The bytes of a socket's frames until somebody reads them: a frame is put together below us, and
 * waits there while the socket is paused. Whoever has said who they are uses memory of their own
 * share for more than a little of that, and where that is full, a reserve for what is short: so
 * that it can be told what is refused, and why. A frame of anybody comes within a time. On the
 * connection's event loop alone, except where a method says that it may be called from anywhere.
 */
final class ArrivingFrames {
  /** From its first byte to its last, beside what its length takes at the least rate. */
  private static final Duration FRAME_LIMIT = Duration.ofSeconds(10);

  private static final long LEAST_BYTES_PER_SECOND = 64 << 10;

  /** As it is told. */
  static final String EXPECTED =
      "expected within " + FRAME_LIMIT.toSeconds() + " s, and a second more for each 64 KiB";

  /** What a connection that begins reads at once: this much of each socket is not counted. */
  private static final int FREE_BYTES = 2 << 10;

  /** No more of a socket uses the reserve. */
  private static final int MAX_SHORT_BYTES = 16 << 10;

  /** What is put together grows by doubling. */
  private static final int COPIES = 2;

  private static final int MAX_HEADER_BYTES = 14;
  private static final int MASK_BYTES = 4;

  private final SharedBytes memory;
  private final SharedBytes reserve;
  private final Supplier<Optional<Object>> payer;
  private final InstantSource clock;
  private final BiConsumer<CloseCode, String> refuse;
  private Optional<Held> held = Optional.empty();
  private long unreadBytes;
  private long unframedBytes;

  /** The largest buffer that something unread has come in. */
  private int bufferBytes;

  private boolean isRefused;
  private volatile Channel channel;

  /** Of the frame that has not come to its end. */
  private volatile long partialBytes;

  /** When the frame that has not come to its end has begun; holds null for none. */
  private final AtomicReference<Instant> frameBegunAt = new AtomicReference<>();

  /** Of its payer. */
  private static final class Held {
    private final Part ofMemory;
    private final Part ofReserve;

    Held(SharedBytes.Use memory, SharedBytes.Use reserve) {
      this.ofMemory = new Part(memory);
      this.ofReserve = new Part(reserve);
    }

    /** False when there is no room for it. */
    boolean set(long bytes, boolean isShort) {
      if (ofMemory.set(bytes)) {
        return ofReserve.set(0);
      }
      return isShort && ofReserve.set(bytes - ofMemory.bytes);
    }

    void end() {
      ofMemory.use.end();
      ofReserve.use.end();
    }
  }

  private static final class Part {
    private final SharedBytes.Use use;
    private long bytes;

    Part(SharedBytes.Use use) {
      this.use = use;
    }

    /** False when there is no room for more than before, which is kept. */
    boolean set(long wanted) {
      if (wanted < bytes) {
        use.release(bytes - wanted);
      } else if (wanted > bytes && use.growTo(wanted) != FairShare.Answer.TAKEN) {
        return false;
      }
      bytes = wanted;
      return true;
    }
  }

  /**
   * @param reserve used for what is short where the payer's share of the memory is full
   * @param payer whose share is used; empty for whoever has not said who they are
   * @param refuse is told once why the socket is to be closed, and nothing that comes after it is
   *     kept
   */
  ArrivingFrames(
      SharedBytes memory,
      SharedBytes reserve,
      Supplier<Optional<Object>> payer,
      InstantSource clock,
      BiConsumer<CloseCode, String> refuse) {
    this.memory = memory;
    this.reserve = reserve;
    this.payer = payer;
    this.clock = clock;
    this.refuse = refuse;
  }

  /** From now on. */
  void on(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      on(base.channelHandlerContext().channel());
    }
  }

  void on(Channel connection) {
    ChannelPipeline pipeline = connection.pipeline();
    ChannelHandlerContext decoder = pipeline.context(WebSocketFrameDecoder.class);
    if (decoder != null) {
      pipeline.addBefore(decoder.name(), "frame-bytes", new Bytes());
      pipeline.addAfter(decoder.name(), "arriving-frames", new Frames());
      channel = connection;
    }
  }

  /**
   * Of a frame that was read, and is somebody else's to count.
   *
   * @param payloadBytes of it
   */
  void read(int payloadBytes) {
    unreadBytes = Math.max(0, unreadBytes - frameBytes(payloadBytes));
    if (unreadBytes == 0) {
      look();
    }
  }

  /** Whether a frame has taken too long. A time in which we do not read is ours. From anywhere. */
  boolean isLate(Instant now) {
    Instant begunAt = frameBegunAt.get();
    if (begunAt == null) {
      return false;
    }
    if (!channel.config().isAutoRead()) {
      frameBegunAt.compareAndSet(begunAt, now); // it may have ended meanwhile
      return false;
    }
    long forItsLengthMs = 1_000 * partialBytes / LEAST_BYTES_PER_SECOND;
    return now.isAfter(begunAt.plus(FRAME_LIMIT).plusMillis(forItsLengthMs));
  }

  /** In front of what puts frames together. */
  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (isRefused) {
        ReferenceCountUtil.release(message);
        return;
      }
      if (message instanceof ByteBuf bytes) {
        unreadBytes += bytes.readableBytes();
        unframedBytes += bytes.readableBytes();
        bufferBytes = Math.max(bufferBytes, bytes.capacity());
      }
      context.fireChannelRead(message);
      look();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      context.fireChannelInactive();
      end();
    }
  }

  /** Behind it. */
  private final class Frames extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof WebSocketFrame frame) {
        unframedBytes -= Math.min(unframedBytes, frameBytes(frame.content().readableBytes()));
        frameBegunAt.set(null);
      }
      context.fireChannelRead(message);
    }
  }

  private void look() {
    if (unframedBytes > 0) {
      partialBytes = unframedBytes;
      if (frameBegunAt.get() == null) {
        frameBegunAt.set(clock.instant());
      }
    }
    if (unreadBytes == 0) {
      bufferBytes = 0;
    }
    long wanted = Math.max(COPIES * unreadBytes, bufferBytes);
    hold(wanted > FREE_BYTES ? wanted : 0);
  }

  private void hold(long wanted) {
    if (wanted > 0 && held.isEmpty()) {
      held = payer.get().map(known -> new Held(memory.use(known), reserve.use(known)));
    }
    if (held.isEmpty()) {
      if (unreadBytes > IncomingMessages.MAX_FIRST_MESSAGE_BYTES + MAX_HEADER_BYTES) {
        refuse(
            CloseCode.TOO_BIG,
            "message: expected at most " + IncomingMessages.MAX_FIRST_MESSAGE_BYTES + " bytes");
      }
    } else if (!held.get().set(wanted, unreadBytes <= MAX_SHORT_BYTES)) {
      refuse(CloseCode.TRY_AGAIN_LATER, "too many messages are under way: send less at once");
    }
  }

  private void refuse(CloseCode code, String reason) {
    isRefused = true;
    refuse.accept(code, reason);
  }

  private void end() {
    frameBegunAt.set(null);
    held.ifPresent(Held::end);
  }

  /** RFC 6455, section 5.2: of a client's frame, which is masked. */
  private static long frameBytes(int payloadBytes) {
    int lengthBytes = payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10;
    return (long) lengthBytes + MASK_BYTES + payloadBytes;
  }
}
