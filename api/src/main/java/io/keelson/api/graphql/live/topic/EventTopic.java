package io.keelson.api.graphql.live.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The events of a feed, read once for all followers that have come to where the others are. */
final class EventTopic<T> extends Topic {
  private static final int EVENTS_AT_ONCE = 1_000;
  private final EventFeed<T> feed;
  private final List<EventFollower<T>> followers = new ArrayList<>();

  /** Of the last event that was handed on; null for the beginning. */
  private String head;

  EventTopic(TopicReads reads, EventFeed<T> feed) {
    super(reads, feed.tenantId(), feed.topic());
    this.feed = feed;
  }

  /** Up to here the followers have been told: whoever reads from now on finds all of it. */
  synchronized String head() {
    return head;
  }

  /**
   * Lets a follower have what comes after its cursor.
   *
   * @return false when the others are further already: it has to read on by itself
   */
  boolean join(EventFollower<T> follower, String cursor) {
    synchronized (this) {
      if (followers.isEmpty()) {
        head = cursor;
      } else if (feed.isAfter(head, cursor)) {
        return false;
      }
      followers.add(follower);
    }
    wake(); // for what came between its own reading and now
    return true;
  }

  synchronized void leave(EventFollower<T> follower) {
    followers.remove(follower);
  }

  @Override
  boolean readOnce() {
    String from;
    synchronized (this) {
      if (followers.isEmpty()) {
        return false;
      }
      from = head;
    }
    List<T> events = List.copyOf(feed.reader().read(from, EVENTS_AT_ONCE));
    if (events.isEmpty()) {
      return false;
    }
    List<EventFollower<T>> told;
    synchronized (this) {
      if (!Objects.equals(from, head)) {
        return true; // all have left meanwhile, and another has come who stands elsewhere
      }
      head = feed.cursorOf().apply(events.getLast());
      told = List.copyOf(followers);
    }
    told.forEach(follower -> follower.offer(events));
    return events.size() == EVENTS_AT_ONCE;
  }
}
