package io.keelson.api.data;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands a request's body from its event loop to one blocking thread. When that thread is behind,
 * the connection is read no further, so that the client waits: at most {@value #MAX_QUEUED_BYTES}
 * bytes and one network buffer wait here.
 */
final class BodyQueue {
  static final int MAX_QUEUED_BYTES = 2 << 20;
  private static final int RESUME_BELOW_BYTES = MAX_QUEUED_BYTES / 2;
  private static final int MAX_TAKEN_BYTES = 1 << 20;

  /**
   * After an answer that came before the body's end: what is read so that the client gets to see
   * the answer.
   */
  private static final int MAX_DISCARDED_BYTES = 8 << 20;

  private static final long MAX_DISCARD_MS = 5_000;

  /** How the body stands. */
  enum State {
    /** More may come. */
    OPEN,
    /** All of it came. */
    ENDED,
    /** The client went away. */
    BROKEN,
    /** We want no more of it. */
    STOPPED
  }

  private final HttpServerRequest request;
  private final Vertx vertx;
  private final Context eventLoop;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Buffer> chunks = new ArrayDeque<>();
  private int queuedBytes;
  private boolean paused = true;
  private State state = State.OPEN;

  /** To be made on the request's event loop; nothing is read before {@link #open}. */
  BodyQueue(HttpServerRequest request, Vertx vertx) {
    this.request = request;
    this.vertx = vertx;
    this.eventLoop = vertx.getOrCreateContext();
    request.pause();
    request.handler(this::arrived);
    request.endHandler(end -> become(State.ENDED));
    request.exceptionHandler(failure -> become(State.BROKEN));
  }

  /** Begins to read; tells a client that waits for it to send. */
  void open() {
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    lock.lock();
    try {
      resume();
    } finally {
      lock.unlock();
    }
  }

  private void arrived(Buffer chunk) {
    lock.lock();
    try {
      if (state != State.OPEN) {
        return;
      }
      chunks.add(chunk);
      queuedBytes += chunk.length();
      if (queuedBytes >= MAX_QUEUED_BYTES && !paused) {
        paused = true;
        request.pause();
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void become(State next) {
    lock.lock();
    try {
      if (state == State.OPEN) {
        state = next;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void resume() {
    if (paused) {
      paused = false;
      eventLoop.runOnContext(onLoop -> request.resume());
    }
  }

  /** Ends the body from our side; what is queued is still taken. */
  void stop() {
    become(State.STOPPED);
  }

  /**
   * Up to {@value #MAX_TAKEN_BYTES} bytes; waits for the first of them. Empty when none came in
   * time, or when there is none left and the state is not OPEN.
   */
  List<ByteBuffer> take(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long leftNanos = patience.toNanos();
      while (chunks.isEmpty() && state == State.OPEN && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
      List<ByteBuffer> taken = new ArrayList<>();
      int bytes = 0;
      while (!chunks.isEmpty()
          && (taken.isEmpty() || bytes + chunks.peek().length() <= MAX_TAKEN_BYTES)) {
        Buffer chunk = chunks.poll();
        bytes += chunk.length();
        taken.add(bytes(chunk));
      }
      queuedBytes -= bytes;
      if (queuedBytes < RESUME_BELOW_BYTES && state == State.OPEN) {
        resume();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The chunk's own memory: nobody else keeps it, and copying 2 GiB costs what hashing half of it
   * does.
   */
  @SuppressWarnings("deprecation")
  private static ByteBuffer bytes(Buffer chunk) {
    return chunk.getByteBuf().nioBuffer();
  }

  /** OPEN as long as {@link #take} may give more. */
  State state() {
    lock.lock();
    try {
      return chunks.isEmpty() ? state : State.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /**
   * After an early answer: reads on for a while, since a connection closed on a client that is
   * still sending takes the answer with it, and closes it then.
   */
  void discardRest() {
    eventLoop.runOnContext(
        onLoop -> {
          if (request.isEnded()) {
            return;
          }
          long[] leftBytes = {MAX_DISCARDED_BYTES};
          long timer = vertx.setTimer(MAX_DISCARD_MS, late -> request.connection().close());
          request.exceptionHandler(gone -> vertx.cancelTimer(timer));
          request.endHandler(end -> vertx.cancelTimer(timer));
          request.handler(
              chunk -> {
                leftBytes[0] -= chunk.length();
                if (leftBytes[0] < 0) {
                  request.connection().close();
                }
              });
          request.resume();
        });
  }

  /**
   * The longest that {@link #take} should be asked to wait, for a writer that must show signs of
   * life.
   */
  static Duration pulse() {
    return Duration.ofSeconds(1);
  }
}
