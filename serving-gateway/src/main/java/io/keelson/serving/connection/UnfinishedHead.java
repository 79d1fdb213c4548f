package io.keelson.serving.connection;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.AttributeKey;
import java.net.InetAddress;

/**
 * The head of a request over HTTP/1.1 that has begun on a connection and not come to its end. Its
 * lines are objects by then, which can be thirty times as large as what was sent: there are few
 * such heads at a time. Those of HTTP/2 wait as the bytes that they are. On the connection's event
 * loop alone.
 */
final class UnfinishedHead {
  private static final AttributeKey<UnfinishedHead> KEY =
      AttributeKey.valueOf(UnfinishedHead.class, "head");

  private final ConnectionShares shares;
  private final InetAddress address;
  private boolean isHeld;
  private boolean connectionHasEnded;

  private UnfinishedHead(ConnectionShares shares, InetAddress address) {
    this.shares = shares;
    this.address = address;
  }

  /** From now on, until the connection ends. */
  static void on(Channel channel, ConnectionShares shares, InetAddress address) {
    UnfinishedHead head = new UnfinishedHead(shares, address);
    channel.attr(KEY).set(head);
    channel.closeFuture().addListener(closed -> head.endForGood());
  }

  /**
   * False when there are too many, at all or from there, or the connection has ended; always true
   * where none are counted.
   */
  static boolean begin(Channel channel) {
    UnfinishedHead head = channel.attr(KEY).get();
    return head == null
        || channel.pipeline().context(HttpRequestDecoder.class) == null
        || head.begin();
  }

  /** After the connection's end nobody would give the share back. */
  private boolean begin() {
    isHeld = isHeld || !connectionHasEnded && shares.enter(address);
    return isHeld;
  }

  static void end(Channel channel) {
    UnfinishedHead head = channel.attr(KEY).get();
    if (head != null) {
      head.end();
    }
  }

  private void endForGood() {
    connectionHasEnded = true;
    end();
  }

  private void end() {
    if (isHeld) {
      isHeld = false;
      shares.leave(address);
    }
  }
}
