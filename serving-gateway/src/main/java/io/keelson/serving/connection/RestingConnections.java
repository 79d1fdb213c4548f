package io.keelson.serving.connection;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of one door, of which those that rest give way when there are too many: whoever
 * holds them for nothing keeps nobody out. Those that have never sent a request go first, then
 * those that have rested longest. Any thread may call.
 */
final class RestingConnections {
  /** All are looked at for that: one in so many goes at a time. */
  private static final int ONE_IN = 64;

  /** Nor are they all looked at again so soon after nobody rested. */
  static final Duration PAUSE = Duration.ofMillis(100);

  private final Set<ConnectionRest> all = ConcurrentHashMap.newKeySet();
  private volatile long nobodyRestedAtNanos = System.nanoTime() - PAUSE.toNanos();

  private record Resting(ConnectionRest connection, boolean hasAsked, long forNanos) {}

  void add(Channel channel, ConnectionRest.Permit permit) {
    ConnectionRest rest = ConnectionRest.on(channel, permit);
    all.add(rest);
    channel.closeFuture().addListener(closed -> all.remove(rest));
  }

  /** False when none rests, or none did a moment ago. */
  boolean closeSome() {
    long now = System.nanoTime();
    if (now - nobodyRestedAtNanos < PAUSE.toNanos()) {
      return false;
    }
    List<Resting> closed =
        all.stream()
            .filter(ConnectionRest::isResting)
            .map(rest -> new Resting(rest, rest.hasAsked(), now - rest.sinceNanos()))
            .sorted(
                Comparator.comparing(Resting::hasAsked)
                    .thenComparing(Comparator.comparingLong(Resting::forNanos).reversed()))
            .limit(1 + all.size() / ONE_IN)
            .toList();
    if (closed.isEmpty()) {
      nobodyRestedAtNanos = now;
      return false;
    }
    for (Resting one : closed) {
      ConnectionRest connection = one.connection();
      if (all.remove(connection)) {
        connection.close(() -> all.add(connection));
      }
    }
    return true;
  }
}
