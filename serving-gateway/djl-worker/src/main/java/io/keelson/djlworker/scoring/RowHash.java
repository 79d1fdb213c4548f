package io.keelson.djlworker.scoring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells rows apart by what a model is asked with and what is right: the values of some columns in
 * single precision, and the label. {@code 1}, {@code 1.0} and {@code +1e0} are the same.
 *
 * <p>The first 64 bits of SHA-256 over a seed and the row: of different rows they are as good as
 * random, so that the rows with the smallest ones are an even sample.
 */
final class RowHash {
  private static final int MISSING = Float.floatToIntBits(Float.NaN);

  /** Another NaN, so that no number has it. */
  private static final int TEXT = MISSING + 1;

  private final MessageDigest digest;
  private final long seed;
  private final int[] places;
  private final int label;

  /**
   * @param places of the columns that count
   * @param label the place of the label
   */
  RowHash(long seed, int[] places, int label) {
    this.digest = sha256();
    this.seed = seed;
    this.places = places.clone();
    this.label = label;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  long of(String[] cells) {
    ByteBuffer values = ByteBuffer.allocate(Long.BYTES + Integer.BYTES * places.length);
    values.putLong(seed);
    StringBuilder texts = new StringBuilder();
    for (int place : places) {
      String cell = cells[place].strip();
      int bits = bits(cell);
      values.putInt(bits);
      if (bits == TEXT) {
        texts.append(cell.length()).append(':').append(cell);
      }
    }
    digest.update(values.array());
    digest.update(texts.toString().getBytes(StandardCharsets.UTF_8));
    digest.update(cells[label].strip().getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static int bits(String cell) {
    if (CsvFile.isMissing(cell)) {
      return MISSING;
    }
    try {
      return Float.floatToIntBits(Float.parseFloat(cell) + 0f); // +0f: there is one zero
    } catch (NumberFormatException e) {
      return TEXT;
    }
  }
}
