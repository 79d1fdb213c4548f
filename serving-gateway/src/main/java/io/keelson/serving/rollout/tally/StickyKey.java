package io.keelson.serving.rollout.tally;

import io.keelson.serving.hash.KeyHash;
import java.util.UUID;

/**
 * Where the requests of a key go in a rollout: the first 64 bits of SHA-256 over the rollout's id
 * and the key, so that no two rollouts try the same callers first.
 */
public final class StickyKey {
  /** The header, or metadata, that names it where a rollout names no other. */
  public static final String HEADER = "x-keelson-sticky-key";

  private static final int ALL = 100;

  private StickyKey() {}

  static long hash(UUID rolloutId, String key) {
    return KeyHash.of(rolloutId, key);
  }

  /** From 0 to 99; those below the candidate's percentage are the candidate's. */
  static int point(long hash) {
    return (int) Long.remainderUnsigned(hash, ALL);
  }
}
