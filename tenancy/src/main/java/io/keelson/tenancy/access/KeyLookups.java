package io.keelson.tenancy.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.keelson.tenancy.apikey.ApiKeySecret;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.share.CallerNetwork;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The answers about API keys of the last second, and how new ones are asked for: once for all who
 * ask for the same key at a time. Keys that were good in the last hour are looked up whenever they
 * must be; the others few at a time, and from each address at a rate, an IPv6 network being one;
 * all networks of its site have four times as many together. Beyond those bounds only keys that
 * were issued are looked up, so that made-up keys hold up nobody who has a real one, not even
 * behind the same address.
 */
final class KeyLookups {
  static final Duration MAX_AGE = Duration.ofSeconds(1);
  static final int UNKNOWN_AT_ONCE = 2;
  private static final int ISSUED_AT_ONCE = 2;
  static final int MAX_WAITING = 200;
  static final int BURST = 50;
  private static final int PER_SECOND = 10;

  /** So many of them may ask as fast as they can. */
  static final int NETWORKS_OF_A_SITE = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MAX_KEYS = 100_000;
  private static final int MAX_ADDRESSES = 100_000;

  /** What a refused key takes in memory: a string of some 50 characters and its entry. */
  private static final int REFUSED_BYTES = 256;

  private static final long MAX_REFUSED_BYTES = 4L << 20;

  private final Ticker ticker;
  private final IssuedKeys issued;
  private final Cache<String, Principal> holders;
  private final Cache<String, Boolean> refused;
  private final Cache<String, Boolean> wasGood;
  private final Cache<String, Allowance> networks;
  private final Cache<String, Allowance> sites;
  private final ConcurrentMap<String, CompletableFuture<Optional<Principal>>> running =
      new ConcurrentHashMap<>();
  private final Semaphore unknown = new Semaphore(UNKNOWN_AT_ONCE, true);

  /** Turns of issued keys for which there is no room among the unknown ones. */
  private final Semaphore beyond = new Semaphore(ISSUED_AT_ONCE, true);

  KeyLookups(Ticker ticker, IssuedKeys issued) {
    this.ticker = ticker;
    this.issued = issued;
    this.holders =
        Caffeine.newBuilder()
            .expireAfterWrite(MAX_AGE)
            .maximumSize(MAX_KEYS)
            .ticker(ticker)
            .build();
    this.refused =
        Caffeine.newBuilder()
            .expireAfterWrite(MAX_AGE)
            .maximumWeight(MAX_REFUSED_BYTES)
            .weigher((String secret, Boolean no) -> REFUSED_BYTES)
            .ticker(ticker)
            .build();
    this.wasGood =
        Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MAX_KEYS)
            .ticker(ticker)
            .build();
    this.networks = allowances();
    this.sites = allowances();
  }

  private Cache<String, Allowance> allowances() {
    return Caffeine.newBuilder()
        .expireAfterAccess(Duration.ofMinutes(1))
        .maximumSize(MAX_ADDRESSES)
        .ticker(ticker)
        .build();
  }

  /** The answer where it is known (empty: no such key), or null where it must be looked up. */
  Optional<Principal> ifKnown(String secret) {
    Principal holder = holders.getIfPresent(secret);
    if (holder != null) {
      return Optional.of(holder);
    }
    boolean no = !ApiKeySecret.isWellFormed(secret) || refused.getIfPresent(secret) != null;
    return no ? Optional.empty() : null;
  }

  /**
   * Blocks.
   *
   * @param address who asks
   * @throws RateLimited when too many keys that nobody knows are asked for, and this one may be one
   *     of them
   */
  Optional<Principal> find(
      String secret, String address, Function<String, Optional<Principal>> lookUp) {
    Optional<Principal> known = ifKnown(secret);
    if (known != null) {
      return known;
    }
    CompletableFuture<Optional<Principal>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Principal>> others = running.putIfAbsent(secret, mine);
    if (others != null) {
      return joined(others);
    }
    try {
      // The look-up that ran before may have ended since its answer was missed.
      known = ifKnown(secret);
      Optional<Principal> found =
          known != null
              ? known
              : wasGood.getIfPresent(secret) != null
                  ? answered(secret, lookUp)
                  : unknown(secret, address, lookUp);
      mine.complete(found);
      return found;
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      mine.cancel(false); // of an Error: nobody waits for ever
      running.remove(secret, mine);
    }
  }

  private static Optional<Principal> joined(CompletableFuture<Optional<Principal>> others) {
    try {
      return others.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Optional<Principal> unknown(
      String secret, String address, Function<String, Optional<Principal>> lookUp) {
    if (!take(address)) {
      return limited(secret, lookUp, "too many unknown keys from this address");
    }
    if (!permitted(unknown)) {
      giveBack(address);
      return limited(secret, lookUp, "too many unknown keys at a time");
    }
    try {
      Optional<Principal> found = answered(secret, lookUp);
      if (found.isPresent()) {
        giveBack(address);
      }
      return found;
    } finally {
      unknown.release();
    }
  }

  /** Of the site first: one that asks too often gets none for its networks. */
  private boolean take(String address) {
    Allowance ofSite = ofSite(address);
    if (!ofSite.take()) {
      return false;
    }
    if (ofNetwork(address).take()) {
      return true;
    }
    ofSite.giveBack();
    return false;
  }

  private void giveBack(String address) {
    ofSite(address).giveBack();
    ofNetwork(address).giveBack();
  }

  private Allowance ofSite(String address) {
    return sites.get(CallerNetwork.siteOf(address), asked -> new Allowance(NETWORKS_OF_A_SITE));
  }

  private Allowance ofNetwork(String address) {
    return networks.get(CallerNetwork.of(address), asked -> new Allowance(1));
  }

  private Optional<Principal> limited(
      String secret, Function<String, Optional<Principal>> lookUp, String why) {
    if (!issued.mayHave(secret) || !permitted(beyond)) {
      throw new RateLimited(why, SOON);
    }
    try {
      return answered(secret, lookUp);
    } finally {
      beyond.release();
    }
  }

  private static boolean permitted(Semaphore turns) {
    if (turns.getQueueLength() >= MAX_WAITING) {
      return false;
    }
    try {
      return turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<Principal> answered(
      String secret, Function<String, Optional<Principal>> lookUp) {
    Optional<Principal> found = lookUp.apply(secret);
    if (found.isPresent()) {
      holders.put(secret, found.get());
      wasGood.put(secret, true);
    } else {
      refused.put(secret, true);
      wasGood.invalidate(secret);
    }
    return found;
  }

  /** Look-ups that callers may still make for keys that turn out not to be there. */
  private final class Allowance {
    private final int times;
    private double left;
    private long atNanos = ticker.read();

    /**
     * @param times what one caller has
     */
    Allowance(int times) {
      this.times = times;
      this.left = times * BURST;
    }

    synchronized boolean take() {
      long now = ticker.read();
      left = Math.min(times * BURST, left + (now - atNanos) / 1e9 * times * PER_SECOND);
      atNanos = now;
      if (left < 1) {
        return false;
      }
      left--;
      return true;
    }

    synchronized void giveBack() {
      left = Math.min(times * BURST, left + 1);
    }
  }
}
