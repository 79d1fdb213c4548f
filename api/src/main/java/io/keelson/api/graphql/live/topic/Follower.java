package io.keelson.api.graphql.live.topic;

import java.util.concurrent.Flow;

/**
 * One subscription's end of a topic: brings events downstream as far as they were asked for. What
 * is at hand is told from the reader's event loop; what may have to be waited for, from a virtual
 * thread that lives while there is any.
 */
abstract class Follower<T> implements Flow.Subscription {
  /** Then others on the same event loop have their turn. */
  private static final int TOLD_IN_A_TURN = 16;

  private final Flow.Subscriber<? super T> downstream;
  private final LiveReader reader;
  private long demand;
  private boolean isDraining;
  private boolean isDone;

  Follower(Flow.Subscriber<? super T> downstream, LiveReader reader) {
    this.downstream = downstream;
    this.reader = reader;
  }

  @Override
  public final void request(long events) {
    synchronized (this) {
      demand = Math.min(Long.MAX_VALUE / 2, demand) + events;
    }
    drain();
  }

  @Override
  public final void cancel() {
    end();
  }

  /** Brings on what there is. From anywhere. */
  final void drain() {
    synchronized (this) {
      if (isDraining || isDone || demand == 0 || !hasMore()) {
        return;
      }
      isDraining = true;
    }
    if (isAtHand()) {
      reader.onLoop(this::tellAtHand);
    } else {
      Thread.startVirtualThread(this::tell);
    }
  }

  private void tell() {
    try {
      while (mayGoOn()) {
        T event = take();
        if (event != null) {
          tell(event);
        }
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** On the reader's event loop. */
  private void tellAtHand() {
    try {
      for (int told = 0; mayGoOn(); told++) {
        if (told == TOLD_IN_A_TURN) {
          reader.later(this::tellAtHand);
          return;
        }
        T event = takeAtHand();
        if (event == null) {
          Thread.startVirtualThread(this::tell);
          return;
        }
        tell(event);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void tell(T event) {
    synchronized (this) {
      demand--;
    }
    downstream.onNext(event);
  }

  private synchronized boolean mayGoOn() {
    if (!isDone && demand > 0 && hasMore()) {
      return true;
    }
    isDraining = false;
    return false;
  }

  final void fail(Throwable failure) {
    if (end()) {
      downstream.onError(failure);
    }
  }

  /** False when it has ended before. */
  private boolean end() {
    synchronized (this) {
      if (isDone) {
        return false;
      }
      isDone = true;
    }
    release();
    return true;
  }

  final synchronized boolean isDone() {
    return isDone;
  }

  /** Whether {@link #take} may find something. Called with this follower's lock. */
  abstract boolean hasMore();

  /** The next event; null for none after all. May block. */
  abstract T take();

  /** Whether {@link #takeAtHand} is likely to find something. */
  boolean isAtHand() {
    return false;
  }

  /** The next event, when it is in memory and the reader's rights are known; else null. */
  T takeAtHand() {
    return null;
  }

  /** It is over: what it holds is let go. Once, from anywhere. */
  abstract void release();
}
