package io.keelson.api.graphql.live.topic;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Events in an order, each with a cursor to go on from. They are read once for all who follow, with
 * nobody's rights: who may see them is asked of each follower for each event.
 *
 * @param topic of {@link io.keelson.tenancy.event.LiveSignals}, and nobody else's
 * @param reader what came after a cursor; null for the beginning
 * @param order of cursors
 * @param bytes about how large an event is in memory
 */
public record EventFeed<T>(
    UUID tenantId,
    String topic,
    Reader<T> reader,
    Function<T, String> cursorOf,
    Comparator<String> order,
    ToLongFunction<T> bytes) {

  /** Reads at most so many events, in order; fewer mean that there are no more. Blocks. */
  @FunctionalInterface
  public interface Reader<T> {
    List<T> read(String afterCursor, int maxEvents);
  }

  /** Whether the first lies after the second; null is the beginning. */
  boolean isAfter(String one, String other) {
    if (one == null) {
      return false;
    }
    return other == null || order.compare(one, other) > 0;
  }
}
