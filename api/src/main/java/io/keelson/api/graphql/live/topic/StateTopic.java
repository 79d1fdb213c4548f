package io.keelson.api.graphql.live.topic;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something as it is, read once for all who follow it. */
final class StateTopic<S> extends Topic {
  private static final Duration SPREAD = Duration.ofSeconds(2);
  private final TopicReads reads;
  private final StateFeed<S> feed;
  private final List<StateFollower<S, ?>> followers = new CopyOnWriteArrayList<>();
  private volatile S last;

  StateTopic(TopicReads reads, StateFeed<S> feed) {
    super(reads, feed.tenantId(), feed.topic());
    this.reads = reads;
    this.feed = feed;
  }

  void join(StateFollower<S, ?> follower) {
    followers.add(follower);
    wake();
  }

  void leave(StateFollower<S, ?> follower) {
    followers.remove(follower);
  }

  @Override
  boolean readOnce() {
    if (followers.isEmpty()) {
      return false;
    }
    S now = feed.reader().read(last);
    last = now;
    followers.forEach(follower -> follower.offer(now));
    return false;
  }

  @Override
  Duration untilPoll() {
    Duration usual = super.untilPoll();
    S now = last;
    if (now == null) {
      return usual;
    }
    Optional<Instant> changesAt = feed.reader().changesAt(now);
    if (changesAt.isEmpty()) {
      return usual;
    }
    Duration until = Duration.between(reads.now(), changesAt.get()).plus(reads.jitter(SPREAD));
    return until.isNegative() ? Duration.ZERO : until.compareTo(usual) < 0 ? until : usual;
  }
}
