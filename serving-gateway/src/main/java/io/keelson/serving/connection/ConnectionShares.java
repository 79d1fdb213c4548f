package io.keelson.serving.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How many connections there are, in all and from each address, but for addresses that many callers
 * come from: those may have all. Of an IPv6 address the network of 48 bits counts, of which one
 * caller may have all. Any thread may call.
 */
final class ConnectionShares {
  private static final long SITE = ~0xFFFFL;

  /** How many one network may have. */
  enum Rule {
    /** Half of them, however many are free: for what gives way when all are taken. */
    HALF,
    /**
     * Another one while it has fewer than are free: for what does not give way. One alone comes to
     * half of them, two to a third each, and some are left for the next (dynamic thresholds; A.
     * Choudhury and E. Hahne, 1998).
     */
    FEWER_THAN_FREE
  }

  private final int max;
  private final Rule rule;
  private final Predicate<InetAddress> areMany;
  private final Map<Long, Integer> byNetwork = new HashMap<>();
  private int total;

  ConnectionShares(int max, Rule rule, Predicate<InetAddress> areMany) {
    this.max = max;
    this.rule = rule;
    this.areMany = areMany;
  }

  /** False when there is no room for one more from there. */
  synchronized boolean enter(InetAddress address) {
    if (total >= max || !hasShareLeft(address)) {
      return false;
    }
    byNetwork.merge(network(address), 1, Integer::sum);
    total++;
    return true;
  }

  /** Whether one more from there would be refused for the number of all alone. */
  synchronized boolean hasShareLeft(InetAddress address) {
    return byNetwork.getOrDefault(network(address), 0) < most() || areMany.test(address);
  }

  private int most() {
    return switch (rule) {
      case HALF -> max / 2;
      case FEWER_THAN_FREE -> max - total;
    };
  }

  /** For each {@link #enter} that was granted. */
  synchronized void leave(InetAddress address) {
    total--;
    byNetwork.computeIfPresent(network(address), (network, now) -> now > 1 ? now - 1 : null);
  }

  private static long network(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address ? bytes.getLong() & SITE : bytes.getInt() & 0xFFFF_FFFFL;
  }
}
