package io.keelson.api.graphql.live.topic;

import io.keelson.tenancy.access.Principal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Follows something as it is: holds no more than how it was when it was last read, and what of that
 * is not told yet.
 */
final class StateFollower<S, T> extends Follower<T> {
  private final StateTopic<S> topic;
  private final LiveReader reader;
  private final Function<Principal, Consumer<Principal>> admission;
  private final BiFunction<Principal, S, List<T>> news;
  private final Runnable onRelease;
  private final Deque<T> untold = new ArrayDeque<>();

  /** Asks again, by rights alone, whether the follower may see this; null before the first time. */
  private volatile Consumer<Principal> check;

  private S latest;
  private boolean hasChanged;

  /**
   * @param news what there is to tell a follower of these rights, who was told all before
   */
  StateFollower(
      Flow.Subscriber<? super T> downstream,
      StateTopic<S> topic,
      LiveReader reader,
      Function<Principal, Consumer<Principal>> admission,
      BiFunction<Principal, S, List<T>> news,
      Runnable onRelease) {
    super(downstream, reader);
    this.topic = topic;
    this.reader = reader;
    this.admission = admission;
    this.news = news;
    this.onRelease = onRelease;
  }

  @Override
  boolean hasMore() {
    return check == null || hasChanged || !untold.isEmpty();
  }

  @Override
  T take() {
    Principal principal = reader.principal();
    if (check == null) {
      check = admission.apply(principal);
      topic.join(this);
      if (isDone()) {
        topic.leave(this);
      }
      return null;
    }
    check.accept(principal);
    if (untold.isEmpty()) {
      untold.addAll(news.apply(principal, changed()));
    }
    return untold.poll();
  }

  private synchronized S changed() {
    hasChanged = false;
    return latest;
  }

  void offer(S now) {
    synchronized (this) {
      if (now == latest) {
        return;
      }
      latest = now;
      hasChanged = true;
    }
    drain();
  }

  @Override
  void release() {
    topic.leave(this);
    onRelease.run();
  }
}
