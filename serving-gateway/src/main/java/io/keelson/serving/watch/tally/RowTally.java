package io.keelson.serving.watch.tally;

import java.util.Arrays;

/**
 * Rows that were counted.
 *
 * @param rows how many
 * @param counts of the bins of all features, one after the other in the order of the profile
 * @param unseen what came beside them
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record RowTally(long rows, long[] counts, UnseenInputs unseen) {
  RowTally plus(RowTally more) {
    long[] sums = new long[counts.length];
    Arrays.setAll(sums, i -> counts[i] + more.counts[i]);
    return new RowTally(rows + more.rows, sums, unseen.plus(more.unseen));
  }

  /** About what it takes in memory, in numbers of 8 bytes. */
  int numbers() {
    return counts.length + unseen.numbers();
  }
}
