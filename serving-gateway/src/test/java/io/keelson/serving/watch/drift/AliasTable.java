package io.keelson.serving.watch.drift;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * Draws one of a few places by their probabilities in the time of one random number: M. D. Vose, "A
 * linear algorithm for generating random numbers with a given distribution", IEEE Transactions on
 * Software Engineering 17 (1991).
 */
final class AliasTable {
  private final double[] keep;
  private final int[] alias;

  /**
   * @param probabilities 0 or more; together 1
   */
  AliasTable(double[] probabilities) {
    int places = probabilities.length;
    keep = new double[places];
    alias = new int[places];
    Deque<Integer> small = new ArrayDeque<>();
    Deque<Integer> large = new ArrayDeque<>();
    for (int i = 0; i < places; i++) {
      keep[i] = probabilities[i] * places;
      (keep[i] < 1 ? small : large).push(i);
    }
    while (!small.isEmpty() && !large.isEmpty()) {
      int poor = small.pop();
      int rich = large.peek();
      alias[poor] = rich;
      keep[rich] -= 1 - keep[poor];
      if (keep[rich] < 1) {
        small.push(large.pop());
      }
    }
    small.forEach(i -> keep[i] = 1);
    large.forEach(i -> keep[i] = 1);
  }

  /** How often each place is drawn. */
  long[] count(int draws, RandomGenerator random) {
    long[] counts = new long[keep.length];
    for (int draw = 0; draw < draws; draw++) {
      double at = random.nextDouble() * keep.length;
      int place = (int) at;
      counts[at - place < keep[place] ? place : alias[place]]++;
    }
    return counts;
  }
}
