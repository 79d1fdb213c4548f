package io.keelson.demo.door;

import java.util.Arrays;

/**
 * What a classifier answered for some rows.
 *
 * @param probabilities a row for each row asked about, a column for each label
 * @param labels the number of each row's label
 */
public record Predictions(float[][] probabilities, long[] labels) {

  /** Cuts the flat tensors of the protocol into rows. */
  static Predictions of(float[] flat, long[] labels, int rows) {
    if (labels.length != rows || flat.length == 0 || flat.length % rows != 0) {
      throw new Refused(
          "PROTOCOL",
          "%d labels and %d probabilities for %d rows".formatted(labels.length, flat.length, rows));
    }
    int columns = flat.length / rows;
    float[][] cut = new float[rows][];
    for (int row = 0; row < rows; row++) {
      cut[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
    }
    return new Predictions(cut, labels);
  }
}
