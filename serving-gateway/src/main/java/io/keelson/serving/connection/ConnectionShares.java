package io.keelson.serving.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections there are, in all and from each address: one caller takes half of them at
 * most. Of an IPv6 address the network counts, whose 64 bits all belong to one caller. Any thread
 * may call.
 */
final class ConnectionShares {
  private final int max;
  private final Map<Long, Integer> byNetwork = new HashMap<>();
  private int total;

  ConnectionShares(int max) {
    this.max = max;
  }

  /** False when there is no room for one more from there. */
  synchronized boolean enter(InetAddress address) {
    long network = network(address);
    int ofNetwork = byNetwork.getOrDefault(network, 0);
    if (total >= max || ofNetwork >= max / 2) {
      return false;
    }
    byNetwork.put(network, ofNetwork + 1);
    total++;
    return true;
  }

  /** For each {@link #enter} that was granted. */
  synchronized void leave(InetAddress address) {
    total--;
    byNetwork.computeIfPresent(network(address), (network, now) -> now > 1 ? now - 1 : null);
  }

  private static long network(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address ? bytes.getLong() : bytes.getInt() & 0xFFFF_FFFFL;
  }
}
