package io.keelson.trainer.data;

import io.keelson.trainer.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Which rows train and which are held out, both ascending. The same seed and rows give the same
 * split.
 *
 * @param train row indexes, from 0
 * @param test row indexes, from 0
 */
public record Split(int[] train, int[] test) {

  /**
   * Holds out the same share of every label, so that a rare one is neither lost nor all held out.
   */
  public static Split stratified(String[] labels, double testFraction, long seed)
      throws InvalidInput {
    TreeMap<String, List<Integer>> byLabel = new TreeMap<>();
    for (int row = 0; row < labels.length; row++) {
      byLabel.computeIfAbsent(labels[row], label -> new ArrayList<>()).add(row);
    }
    return split(byLabel.values(), testFraction, seed);
  }

  /** Holds out rows regardless of their target. */
  public static Split random(int rows, double testFraction, long seed) throws InvalidInput {
    List<Integer> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      all.add(row);
    }
    return split(List.of(all), testFraction, seed);
  }

  private static Split split(Collection<List<Integer>> groups, double testFraction, long seed)
      throws InvalidInput {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> train = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (List<Integer> group : groups) {
      shuffle(group, random);
      int held = Math.min(group.size() - 1, (int) Math.round(testFraction * group.size()));
      test.addAll(group.subList(0, Math.max(0, held)));
      train.addAll(group.subList(Math.max(0, held), group.size()));
    }
    if (test.isEmpty() || train.size() < 2) {
      throw new InvalidInput(
          "testFraction",
          testFraction,
          "a share that leaves at least 2 rows to train on and holds out at least 1, of "
              + (train.size() + test.size()));
    }
    return new Split(ascending(train), ascending(test));
  }

  private static void shuffle(List<Integer> rows, SplittableRandom random) {
    for (int i = rows.size(); i > 1; i--) {
      rows.set(i - 1, rows.set(random.nextInt(i), rows.get(i - 1)));
    }
  }

  private static int[] ascending(List<Integer> rows) {
    int[] sorted = rows.stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
