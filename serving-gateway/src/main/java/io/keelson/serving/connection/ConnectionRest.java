package io.keelson.serving.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Since when a connection rests: nothing of a request that has begun on it waits for its answer,
 * and the answers have left. Changes on the connection's event loop alone; seen from anywhere.
 */
final class ConnectionRest {
  private static final AttributeKey<ConnectionRest> KEY =
      AttributeKey.valueOf(ConnectionRest.class, "rest");

  private final Channel channel;
  private final Permit permit;
  private final AtomicBoolean hasPermit = new AtomicBoolean(true);
  private volatile long sinceNanos = System.nanoTime();
  private volatile boolean isBusy;

  private ConnectionRest(Channel channel, Permit permit) {
    this.channel = channel;
    this.permit = permit;
  }

  /** To be open, which the connection has at first. From anywhere. */
  interface Permit {
    /** False when there is none left. */
    boolean take();

    void release();
  }

  /** From now on. */
  static ConnectionRest on(Channel channel, Permit permit) {
    ConnectionRest rest = new ConnectionRest(channel, permit);
    channel.attr(KEY).set(rest);
    channel.closeFuture().addListener(closed -> rest.release());
    return rest;
  }

  /** Null where nobody wants to know. */
  static ConnectionRest of(Channel channel) {
    return channel.attr(KEY).get();
  }

  /** A request waits for its answer. */
  void end() {
    isBusy = true;
  }

  /** None does any more. */
  void begin() {
    sinceNanos = System.nanoTime();
    isBusy = false;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  boolean hasAsked() {
    return ArrivalDeadline.hasBegun(channel);
  }

  /** That of HTTP/2 rests without a stream, and is taken for one that has since it began. */
  boolean isResting() {
    Http2ConnectionHandler streams = channel.pipeline().get(Http2ConnectionHandler.class);
    return streams == null ? !isBusy && !isSending() : streams.connection().numActiveStreams() == 0;
  }

  private boolean isSending() {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    return unsent != null && unsent.totalPendingWriteBytes() > 0;
  }

  /**
   * Gives its permit back at once, and closes it a moment later. One that has been asked something
   * by then takes another permit, and is closed only where there is none.
   *
   * @param kept runs when it stays open
   */
  void close(Runnable kept) {
    release();
    channel.eventLoop().execute(() -> closeUnlessAsked(kept));
  }

  private void closeUnlessAsked(Runnable kept) {
    if (!channel.isOpen()) {
      return;
    }
    if (!isResting() && permit.take()) {
      hasPermit.set(true);
      kept.run();
    } else {
      ConnectionCut.cut(channel);
    }
  }

  private void release() {
    if (hasPermit.compareAndSet(true, false)) {
      permit.release();
    }
  }
}
