package io.keelson.api.graphql.live.topic;

import java.util.concurrent.Flow;

/**
 * One subscription's end of a topic: brings events downstream as far as they were asked for, on a
 * virtual thread that lives while there are any.
 */
abstract class Follower<T> implements Flow.Subscription {
  private final Flow.Subscriber<? super T> downstream;
  private long demand;
  private boolean isDraining;
  private boolean isDone;

  Follower(Flow.Subscriber<? super T> downstream) {
    this.downstream = downstream;
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
    Thread.startVirtualThread(this::run);
  }

  private void run() {
    try {
      while (mayGoOn()) {
        T event = take();
        if (event != null) {
          synchronized (this) {
            demand--;
          }
          downstream.onNext(event);
        }
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
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

  /** It is over: what it holds is let go. Once, from anywhere. */
  abstract void release();
}
