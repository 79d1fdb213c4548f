package io.keelson.tenancy.share;

import java.util.HashMap;
import java.util.Map;

/**
 * Permits that callers share of whom only an address is known. A network gets another while it
 * holds fewer than are free, as of {@link FairShare}, and all networks of a site together while
 * they hold fewer than twice as many: one network alone can hold half of them, one site two thirds,
 * and there are always some left for somebody new.
 */
public final class CallerShare {
  private static final int NETWORKS_OF_A_SITE = 2;

  private final int permits;
  private final Map<String, Integer> byNetwork = new HashMap<>();
  private final Map<String, Integer> bySite = new HashMap<>();
  private int taken;

  /**
   * @param permits at least 1
   */
  public CallerShare(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits: " + permits + " (expected: >= 1)");
    }
    this.permits = permits;
  }

  /**
   * Never waits. What was granted must be released.
   *
   * @param address as {@link CallerNetwork} takes it
   */
  public synchronized boolean tryTake(String address) {
    String network = CallerNetwork.of(address);
    String site = CallerNetwork.siteOf(address);
    int free = permits - taken;
    if (byNetwork.getOrDefault(network, 0) >= free
        || bySite.getOrDefault(site, 0) >= NETWORKS_OF_A_SITE * free) {
      return false;
    }
    byNetwork.merge(network, 1, Integer::sum);
    bySite.merge(site, 1, Integer::sum);
    taken++;
    return true;
  }

  /** For each {@link #tryTake} that was granted. */
  public synchronized void release(String address) {
    String network = CallerNetwork.of(address);
    if (!byNetwork.containsKey(network)) {
      throw new IllegalStateException(network + " holds none (expected: at least 1 to release)");
    }
    releaseOne(byNetwork, network);
    releaseOne(bySite, CallerNetwork.siteOf(address));
    taken--;
  }

  private static void releaseOne(Map<String, Integer> held, String holder) {
    held.computeIfPresent(holder, (who, count) -> count == 1 ? null : count - 1);
  }

  public synchronized int taken() {
    return taken;
  }
}
