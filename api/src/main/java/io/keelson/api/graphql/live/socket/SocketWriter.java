package io.keelson.api.graphql.live.socket;

import io.netty.buffer.ByteBuf;
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
    write(Unpooled.wrappedBuffer(text), () -> {});
  }

  /**
   * @param text in UTF-8, not to be changed any more, and not in any pool
   * @param gone runs once it was taken, or never will be
   */
  void write(ByteBuf text, Runnable gone) {
    if (socket.isClosed()) {
      gone.run();
      return;
    }
    int bytes = text.readableBytes();
    unreadBytes += bytes;
    unreadMessages++;
    writeFrames(text)
        .onComplete(
            written -> {
              unreadBytes -= bytes;
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
  private Future<Void> writeFrames(ByteBuf text) {
    isWriting = true;
    try {
      boolean isFirst = true;
      while (text.readableBytes() > MAX_FRAME_BYTES) {
        writeFrame(text.readRetainedSlice(MAX_FRAME_BYTES), isFirst, false);
        isFirst = false;
      }
      return writeFrame(text, isFirst, true);
    } finally {
      isWriting = false;
    }
  }

  private Future<Void> writeFrame(ByteBuf part, boolean isFirst, boolean isLast) {
    WebSocketFrameImpl frame =
        new WebSocketFrameImpl(
            isFirst ? WebSocketFrameType.TEXT : WebSocketFrameType.CONTINUATION, part, isLast);
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

  /** If it waits to be run, it is not going to be. */
  void forget(Runnable next) {
    waiting.remove(next);
  }

  private void resume() {
    while (!isWriting && !waiting.isEmpty() && !isFull()) {
      waiting.remove().run();
    }
  }
}
