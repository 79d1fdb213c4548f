package io.keelson.api.graphql.live.socket;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes to a socket, and knows how much of that its reader has not taken. Used on the socket's
 * event loop alone.
 */
final class SocketWriter {
  /** A socket that does not read holds little more than this and one message. */
  private static final int QUEUE_BYTES = 8 * 1024;

  /** Each has a promise and an entry of its own, which are larger than a small message is. */
  private static final int QUEUE_MESSAGES = 16;

  /** A reader is seen taking a long message frame by frame. */
  private static final int MAX_FRAME_BYTES = 16 * 1024;

  private final ServerWebSocket socket;
  private final int maxUnreadBytes;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private volatile long takenAtNanos = System.nanoTime();
  private long unreadBytes;
  private int unreadMessages;
  private boolean isWriting;

  /** Who waits with a message that is larger than all that may wait unread; null for nobody. */
  private Object large;

  SocketWriter(ServerWebSocket socket, int maxUnreadBytes) {
    this.socket = socket;
    this.maxUnreadBytes = maxUnreadBytes;
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    socket.drainHandler(drained -> resume());
  }

  /** Whether the reader has to take something first. */
  boolean isFull() {
    return !socket.isClosed() && (unreadMessages >= QUEUE_MESSAGES || socket.writeQueueFull());
  }

  /** Whether a message of that size may be written now, and wait. */
  boolean hasRoomFor(int bytes) {
    return unreadBytes + bytes <= maxUnreadBytes;
  }

  /** Whether a message of that size is more than may ever wait beside another. */
  boolean isLarge(int bytes) {
    return bytes > maxUnreadBytes;
  }

  /** False when somebody else waits with a large message: one socket holds one. */
  boolean admitLarge(Object who) {
    if (large != null) {
      return false;
    }
    large = who;
    return true;
  }

  /** Whether or not it was admitted. */
  void dismissLarge(Object who) {
    if (large == who) {
      large = null;
    }
  }

  void write(byte[] text) {
    write(text, () -> {});
  }

  /**
   * @param text in UTF-8, not to be changed any more
   * @param gone runs once it was taken, or never will be
   */
  void write(byte[] text, Runnable gone) {
    if (socket.isClosed()) {
      gone.run();
      return;
    }
    unreadBytes += text.length;
    unreadMessages++;
    writeFrames(text)
        .onComplete(
            written -> {
              unreadBytes -= text.length;
              unreadMessages--;
              gone.run();
              resume();
            });
    resume();
  }

  /**
   * The socket's own way takes a string, which would be encoded again. A frame that makes the
   * connection flush may make it writable within this call: nobody's message begins before the last
   * frame of this one.
   */
  private Future<Void> writeFrames(byte[] text) {
    isWriting = true;
    try {
      int from = 0;
      while (text.length - from > MAX_FRAME_BYTES) {
        write(text, from, from + MAX_FRAME_BYTES);
        from += MAX_FRAME_BYTES;
      }
      return write(text, from, text.length);
    } finally {
      isWriting = false;
    }
  }

  private Future<Void> write(byte[] text, int from, int to) {
    WebSocketFrameImpl frame =
        new WebSocketFrameImpl(
            from == 0 ? WebSocketFrameType.TEXT : WebSocketFrameType.CONTINUATION,
            Unpooled.wrappedBuffer(text, from, to - from),
            to == text.length);
    return socket.writeFrame(frame).onSuccess(taken -> takenAtNanos = System.nanoTime());
  }

  /** When the reader took something last. From anywhere. */
  long takenAtNanos() {
    return takenAtNanos;
  }

  /** Runs it once the reader has taken enough: at once, or in the order of asking. */
  void whenWritable(Runnable next) {
    if (waiting.isEmpty() && !isFull()) {
      next.run();
    } else {
      waiting.add(next);
    }
  }

  private void resume() {
    while (!isWriting && !waiting.isEmpty() && !isFull()) {
      waiting.remove().run();
    }
  }
}
