package io.keelson.api.graphql.live.topic;

import io.keelson.tenancy.access.Principal;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Follows something as it is: holds no more than how it was when it was last read, which all who
 * follow it hold together. What is not told yet is looked for there when it is asked for.
 */
final class StateFollower<S, T> extends Follower<T> {
  private final StateTopic<S> topic;
  private final LiveReader reader;
  private final Function<Principal, Consumer<Principal>> admission;
  private final BiFunction<Principal, S, Optional<T>> news;
  private final Runnable onRelease;

  /** Asks again, by rights alone, whether the follower may see this; null before the first time. */
  private volatile Consumer<Principal> check;

  private S latest;

  /** Whether not all of it may have been told. */
  private boolean hasNews;

  /**
   * @param news the next thing to tell a follower of these rights; empty when all was told
   */
  StateFollower(
      Flow.Subscriber<? super T> downstream,
      StateTopic<S> topic,
      LiveReader reader,
      Function<Principal, Consumer<Principal>> admission,
      BiFunction<Principal, S, Optional<T>> news,
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
    return check == null || hasNews;
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
    S now = latest();
    Optional<T> next = news.apply(principal, now);
    if (next.isEmpty()) {
      allIsTold(now);
    }
    return next.orElse(null);
  }

  private synchronized S latest() {
    return latest;
  }

  private synchronized void allIsTold(S now) {
    hasNews = now != latest;
  }

  void offer(S now) {
    synchronized (this) {
      if (now == latest) {
        return;
      }
      latest = now;
      hasNews = true;
    }
    drain();
  }

  @Override
  void release() {
    topic.leave(this);
    onRelease.run();
  }
}
