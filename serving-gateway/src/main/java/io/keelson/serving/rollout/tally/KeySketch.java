package io.keelson.serving.rollout.tally;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which keys there were, as the bits of a linear count (Whang, Vander-Zanden, Taylor 1990): each
 * key sets the one that its hash names. Sketches of several processes are joined by OR, and how
 * many bits there are says about how many keys. Any thread may call.
 */
final class KeySketch {
  /** A sketch in the database is as long. */
  static final int BITS = 1 << 11;

  /** By which PostgreSQL knows hexadecimal digits. */
  private static final String HEXADECIMAL = "x";

  private final AtomicLongArray words = new AtomicLongArray(BITS / Long.SIZE);

  /** False where it is there. */
  boolean add(int bit) {
    int word = bit / Long.SIZE;
    long mask = 1L << bit; // of its last six bits
    return (words.get(word) & mask) == 0
        && (words.getAndUpdate(word, old -> old | mask) & mask) == 0;
  }

  /** As the database reads it. */
  String text() {
    StringBuilder digits = new StringBuilder(HEXADECIMAL.length() + BITS / 4).append(HEXADECIMAL);
    for (int i = 0; i < words.length(); i++) {
      digits.append(HexFormat.of().toHexDigits(words.get(i)));
    }
    return digits.toString();
  }
}
