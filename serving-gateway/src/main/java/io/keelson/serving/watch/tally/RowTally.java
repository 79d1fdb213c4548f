package io.keelson.serving.watch.tally;

import java.util.Arrays;

/**
 * Rows that were counted.
 *
 * @param rows how many
 * @param counts of the bins of all features, one after the other in the order of the profile
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record RowTally(long rows, long[] counts) {
  RowTally plus(RowTally more) {
    long[] sums = new long[counts.length];
    Arrays.setAll(sums, i -> counts[i] + more.counts[i]);
    return new RowTally(rows + more.rows, sums);
  }
}
