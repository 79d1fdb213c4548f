package io.keelson.api.graphql.live.topic;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.RateLimited;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Follows events from a cursor of its own. It reads by itself until it has come to where the others
 * are; from then on it is given what is read for all, without copying it. Whoever then falls behind
 * for want of our time reads by itself again; whoever does so for not taking what waits is ended.
 */
final class EventFollower<T> extends Follower<T> {
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(1);
  private final EventFeed<T> feed;
  private final EventTopic<T> topic;
  private final TopicReads reads;
  private final LiveReader reader;

  /** What this follower wants, by a statement of its own. */
  private final EventFeed.Reader<T> own;

  private final Predicate<T> wanted;
  private final Function<Principal, Consumer<Principal>> admission;
  private final Runnable onRelease;

  /** Asks again, by rights alone, whether the follower may see this; null before the first time. */
  private Consumer<Principal> check;

  /** Where it stands. */
  private enum Mode {
    CATCHING_UP,
    JOINED
  }

  /**
   * Events that are wanted, held by {@link Unread}. What was read for all is held by others too;
   * what this follower has read by itself, by {@link OwnPages}.
   */
  private static final class Batch<T> {
    private final List<T> events;
    private final boolean isOwn;
    private int next;
    private long bytes;

    Batch(List<T> events, long bytes, boolean isOwn) {
      this.events = events;
      this.bytes = bytes;
      this.isOwn = isOwn;
    }

    int left() {
      return events.size() - next;
    }
  }

  private final Deque<Batch<T>> waiting = new ArrayDeque<>();
  private Mode mode = Mode.CATCHING_UP;

  /** Whether it is looked at until it has caught up. */
  private boolean isWatched;

  /** Of the last event that is in {@link #waiting} or was before. */
  private String cursor;

  EventFollower(
      Flow.Subscriber<? super T> downstream,
      EventFeed<T> feed,
      EventTopic<T> topic,
      TopicReads reads,
      LiveReader reader,
      EventFeed.Reader<T> own,
      String cursor,
      Predicate<T> wanted,
      Function<Principal, Consumer<Principal>> admission,
      Runnable onRelease) {
    super(downstream, reader);
    this.feed = feed;
    this.topic = topic;
    this.reads = reads;
    this.reader = reader;
    this.own = own;
    this.cursor = cursor;
    this.wanted = wanted;
    this.admission = admission;
    this.onRelease = onRelease;
  }

  @Override
  boolean hasMore() {
    return mode == Mode.CATCHING_UP || !waiting.isEmpty();
  }

  @Override
  T take() {
    Principal principal = reader.principal();
    if (check == null) {
      admit(principal);
    }
    check.accept(principal);
    T event = next();
    if (event == null && isCatchingUp()) {
      catchUp();
      event = next();
    }
    return event;
  }

  @Override
  synchronized boolean isAtHand() {
    return check != null && !waiting.isEmpty();
  }

  @Override
  T takeAtHand() {
    if (!isAtHand()) {
      return null;
    }
    Principal principal = reader.principalIfKnown();
    if (principal == null) {
      return null;
    }
    check.accept(principal);
    return next();
  }

  private void admit(Principal principal) {
    Consumer<Principal> admitted = admission.apply(principal);
    synchronized (this) {
      check = admitted;
    }
  }

  private synchronized boolean isCatchingUp() {
    return mode == Mode.CATCHING_UP;
  }

  private synchronized T next() {
    while (!waiting.isEmpty()) {
      Batch<T> batch = waiting.peek();
      if (batch.left() > 0) {
        T event = batch.events.get(batch.next++);
        long bytes = feed.bytes().applyAsLong(event);
        release(batch, 1, bytes);
        batch.bytes -= bytes;
        return event;
      }
      waiting.remove();
    }
    return null;
  }

  private void release(Batch<T> batch, int events, long bytes) {
    reader.unread().release(events, bytes);
    if (batch.isOwn) {
      reads.ownPages().release(feed.tenantId(), bytes);
    }
  }

  private record Page<T>(List<T> events, int asked) {}

  private Page<T> read(String from) {
    int events = reads.ownPages().size(feed.tenantId());
    return new Page<>(own.read(from, events), events);
  }

  private void catchUp() {
    lookWhileBehind();
    String others = topic.head();
    String from = position();
    Page<T> read = reads.permitted(feed.tenantId(), () -> read(from));
    List<T> page = read.events();
    synchronized (this) {
      if (isDone()) {
        return; // what it held was released already
      }
      int held = holdWhatFits(page);
      if (held > 0) {
        cursor = feed.cursorOf().apply(page.get(held - 1));
      }
      if (held < page.size() || page.size() == read.asked()) {
        return;
      }
      if (feed.isAfter(others, cursor)) {
        cursor = others; // nothing that is wanted lies before: it would have been found
      }
      mode = Mode.JOINED;
    }
    if (!topic.join(this, position())) {
      synchronized (this) {
        mode = Mode.CATCHING_UP;
      }
    } else if (isDone()) {
      topic.leave(this);
    }
  }

  private synchronized String position() {
    return cursor;
  }

  /**
   * Of a page that this follower has read by itself; at least one.
   *
   * @return how many events, wanted or not, are held or left out
   */
  private int holdWhatFits(List<T> page) {
    List<T> kept = new ArrayList<>(page.size());
    long keptBytes = 0;
    int held = 0;
    for (T event : page) {
      if (wanted.test(event)) {
        long bytes = feed.bytes().applyAsLong(event);
        if (!reader.unread().hold(1, bytes)) {
          if (held > 0) {
            break;
          }
          reader.unread().holdOne(bytes);
        }
        kept.add(event);
        keptBytes += bytes;
      }
      held++;
    }
    if (!kept.isEmpty()) {
      add(new Batch<>(kept, keptBytes, true));
    }
    return held;
  }

  private void add(Batch<T> batch) {
    waiting.add(batch);
    if (batch.isOwn) {
      reads.ownPages().hold(feed.tenantId(), batch.bytes);
    }
  }

  private boolean hold(List<T> events) {
    List<T> kept = events.stream().filter(wanted).toList();
    if (kept.isEmpty()) {
      return true;
    }
    long bytes = kept.stream().mapToLong(feed.bytes()).sum();
    if (!reader.unread().hold(kept.size(), bytes)) {
      return false;
    }
    boolean areAll = kept.size() == events.size();
    add(new Batch<>(areAll ? events : kept, bytes, false));
    return true;
  }

  /** What was read for all. By the topic's reader alone. */
  void offer(List<T> events) {
    boolean fellBehind = false;
    synchronized (this) {
      if (isDone() || mode != Mode.JOINED) {
        return;
      }
      List<T> news = after(cursor, events);
      if (news.isEmpty()) {
        return;
      }
      if (hold(news)) {
        cursor = feed.cursorOf().apply(news.getLast());
      } else {
        topic.leave(this);
        mode = Mode.CATCHING_UP;
        fellBehind = true;
      }
    }
    if (fellBehind) {
      lookWhileBehind();
    }
    drain();
  }

  /** From the first event on, and again whenever it has fallen behind. */
  private void lookWhileBehind() {
    synchronized (this) {
      if (isWatched) {
        return;
      }
      isWatched = true;
    }
    look();
  }

  /** Until it has caught up: whoever turns out to take nothing meanwhile is ended. */
  private void look() {
    synchronized (this) {
      if (isDone() || mode == Mode.JOINED) {
        isWatched = false;
        return;
      }
    }
    if (reader.isStalled()) {
      fail(
          new RateLimited(
              "this subscription was ended: nothing was taken for a while, and at most "
                  + reader.unread().bound()
                  + " may wait unread; read faster, and go on after the last cursor",
              SOON));
    } else {
      reads.schedule(feed.tenantId(), LOOK_INTERVAL, this::look);
    }
  }

  private List<T> after(String seen, List<T> events) {
    int first = 0;
    while (first < events.size() && !feed.isAfter(feed.cursorOf().apply(events.get(first)), seen)) {
      first++;
    }
    return first == 0 ? events : events.subList(first, events.size());
  }

  @Override
  void release() {
    topic.leave(this);
    synchronized (this) {
      waiting.forEach(batch -> release(batch, batch.left(), batch.bytes));
      waiting.clear();
    }
    onRelease.run();
  }
}
