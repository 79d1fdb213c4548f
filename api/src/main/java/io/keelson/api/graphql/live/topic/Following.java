package io.keelson.api.graphql.live.topic;

import io.keelson.tenancy.access.Principal;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Subscriptions as streams that bring as much as is asked of them. What is new is read once for all
 * who follow it; whether a follower may see it is asked of their rights of that time, which end the
 * stream when they do.
 */
@ApplicationScoped
public class Following {
  private final Topics topics;
  private final CurrentReader current;

  Following(Topics topics, CurrentReader current) {
    this.topics = topics;
    this.current = current;
  }

  /**
   * The events after a cursor, none left out and none twice.
   *
   * @param own reads what {@code wanted} lets pass, and may leave out what it does not; until the
   *     follower has come to where the others are
   * @param cursor where to begin; null for the beginning
   * @param admission looks up once whether and why the follower may see this, and answers with what
   *     asks their rights again, from memory
   */
  public <T> Multi<T> events(
      EventFeed<T> feed,
      EventFeed.Reader<T> own,
      String cursor,
      Predicate<T> wanted,
      Function<Principal, Consumer<Principal>> admission) {
    LiveReader reader = current.get();
    return stream(
        downstream -> {
          EventTopic<T> topic =
              topics.acquire(
                  feed.tenantId(), feed.topic(), () -> new EventTopic<>(topics.reads(), feed));
          return new EventFollower<>(
              downstream,
              feed,
              topic,
              topics.reads(),
              reader,
              own,
              cursor,
              wanted,
              admission,
              () -> topics.release(feed.tenantId(), feed.topic()));
        });
  }

  /**
   * Something as it is, and again when it has changed.
   *
   * @param admission as for {@link #events}
   * @param news the next thing to tell a follower of these rights, who was told what it has
   *     answered before; empty when all was told
   */
  public <S, T> Multi<T> states(
      StateFeed<S> feed,
      Function<Principal, Consumer<Principal>> admission,
      BiFunction<Principal, S, Optional<T>> news) {
    LiveReader reader = current.get();
    return stream(
        downstream -> {
          StateTopic<S> topic =
              topics.acquire(
                  feed.tenantId(), feed.topic(), () -> new StateTopic<>(topics.reads(), feed));
          return new StateFollower<>(
              downstream,
              topic,
              reader,
              admission,
              news,
              () -> topics.release(feed.tenantId(), feed.topic()));
        });
  }

  private static <T> Multi<T> stream(
      Function<Flow.Subscriber<? super T>, Follower<T>> makeFollower) {
    return Multi.createFrom()
        .publisher(downstream -> downstream.onSubscribe(makeFollower.apply(downstream)));
  }
}
