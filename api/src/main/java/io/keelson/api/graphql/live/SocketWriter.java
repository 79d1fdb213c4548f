package io.keelson.api.graphql.live;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes to a socket, and knows how much of that its reader has not taken. Used on the socket's
 * event loop alone.
 */
final class SocketWriter {
  /** A socket that does not read holds little more than this and one message. */
  private static final int QUEUE_BYTES = 16 * 1024;

  private final ServerWebSocket socket;
  private final int maxUnreadBytes;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private long unreadBytes;

  SocketWriter(ServerWebSocket socket, int maxUnreadBytes) {
    this.socket = socket;
    this.maxUnreadBytes = maxUnreadBytes;
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    socket.drainHandler(drained -> resume());
  }

  /** Whether the reader has to take something first. */
  boolean isFull() {
    return !socket.isClosed() && socket.writeQueueFull();
  }

  /** Whether the message would be more than may wait; one alone may always. */
  boolean isTooMuch(String message) {
    return unreadBytes > 0 && unreadBytes + ByteBufUtil.utf8Bytes(message) > maxUnreadBytes;
  }

  void write(String message) {
    if (socket.isClosed()) {
      return;
    }
    int bytes = ByteBufUtil.utf8Bytes(message);
    unreadBytes += bytes;
    socket.writeTextMessage(message, written -> unreadBytes -= bytes);
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
    while (!waiting.isEmpty() && !isFull()) {
      waiting.remove().run();
    }
  }
}
