package io.keelson.serving.watch.canary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Errors of a canary and of the stable revision, apart for each share of the traffic that the
 * canary had when they happened. Counts of several gateways merge in any order.
 *
 * <p>What is counted decides whether the judgement is worth its bound:
 *
 * <ul>
 *   <li>An error counts under the share by which its request was assigned, among requests to the
 *       two revisions only.
 *   <li>Assignment must not depend on anything that makes errors likely: a random draw, or the hash
 *       of a key with a salt of this rollout.
 *   <li>The unit that is assigned is the unit that is counted. Where all requests of a key go to
 *       the same revision, only the first error of each key counts: one broken caller's thousand
 *       errors are one draw, not a thousand.
 * </ul>
 */
public final class CanaryErrors {
  /** The most shares; a rollout has about a dozen steps. */
  public static final int MAX_SHARES = 101;

  private static final CanaryErrors NONE = new CanaryErrors(Collections.emptySortedMap());

  /** Errors while the canary had one share of the traffic. */
  public record AtShare(double share, long canary, long stable) {
    public AtShare {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException(
            "canary's share: %s (expected: between 0 and 1)".formatted(share));
      }
      if (canary < 0 || stable < 0) {
        throw new IllegalArgumentException(
            "errors: %d, %d (expected: >= 0)".formatted(canary, stable));
      }
    }

    private AtShare plus(AtShare other) {
      return new AtShare(
          share, Math.addExact(canary, other.canary), Math.addExact(stable, other.stable));
    }
  }

  private final SortedMap<Double, AtShare> byShare;

  private CanaryErrors(SortedMap<Double, AtShare> byShare) {
    this.byShare = byShare;
  }

  public static CanaryErrors none() {
    return NONE;
  }

  public static CanaryErrors of(List<AtShare> counts) {
    SortedMap<Double, AtShare> byShare = new TreeMap<>();
    counts.forEach(count -> byShare.merge(count.share(), count, AtShare::plus));
    if (byShare.size() > MAX_SHARES) {
      throw new IllegalArgumentException(
          "shares: %d (expected: <= %d)".formatted(byShare.size(), MAX_SHARES));
    }
    return new CanaryErrors(byShare);
  }

  public CanaryErrors plus(double share, long canary, long stable) {
    List<AtShare> counts = new ArrayList<>(byShare.values());
    counts.add(new AtShare(share, canary, stable));
    return of(counts);
  }

  public CanaryErrors merge(CanaryErrors other) {
    List<AtShare> counts = new ArrayList<>(byShare.values());
    counts.addAll(other.byShare.values());
    return of(counts);
  }

  /** By rising share. */
  public List<AtShare> counts() {
    return List.copyOf(byShare.values());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CanaryErrors errors && byShare.equals(errors.byShare);
  }

  @Override
  public int hashCode() {
    return byShare.hashCode();
  }

  @Override
  public String toString() {
    return counts().toString();
  }
}
