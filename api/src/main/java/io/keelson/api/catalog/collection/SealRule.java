package io.keelson.api.catalog.collection;

import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;

/**
 * When what waits becomes a version: as soon as one of the three is reached.
 *
 * @param rows 1 to 10,000,000
 * @param bytes of the rows as they are written, before they are compressed; 1 KiB to 256 MiB
 * @param age of the oldest row that waits; 1 second to 7 days
 */
public record SealRule(long rows, long bytes, Duration age) {
  public static final SealRule STANDARD =
      new SealRule(1_000_000, 128L << 20, Duration.ofMinutes(15));

  private static final long MAX_ROWS = 10_000_000;
  private static final long MIN_BYTES = 1 << 10;
  private static final long MAX_BYTES = 256 << 20;
  private static final Duration MIN_AGE = Duration.ofSeconds(1);
  private static final Duration MAX_AGE = Duration.ofDays(7);

  /**
   * This rule with what a caller wants another way.
   *
   * @param wantedRows null for this one's, like the others
   * @throws Invalid naming the field
   */
  SealRule with(Long wantedRows, Long wantedBytes, Duration wantedAge) {
    SealRule next =
        new SealRule(
            wantedRows == null ? rows : wantedRows,
            wantedBytes == null ? bytes : wantedBytes,
            wantedAge == null ? age : wantedAge);
    Input.range("input.sealAfterRows", next.rows, 1, MAX_ROWS);
    Input.range("input.sealAfterBytes", next.bytes, MIN_BYTES, MAX_BYTES);
    if (next.age.compareTo(MIN_AGE) < 0 || next.age.compareTo(MAX_AGE) > 0) {
      throw new Invalid("input.sealAfter", next.age, MIN_AGE + " to " + MAX_AGE);
    }
    return next;
  }

  /** In whole seconds; begun ones count. */
  int ageSeconds() {
    return Math.toIntExact(age.plusNanos(999_999_999).toSeconds());
  }
}
