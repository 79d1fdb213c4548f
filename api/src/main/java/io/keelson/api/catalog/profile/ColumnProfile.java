package io.keelson.api.catalog.profile;

import io.keelson.profiler.check.TypeNames;
import java.util.List;

/**
 * What is in one column.
 *
 * @param type as DuckDB names it, such as {@code DOUBLE}
 * @param missing rows without a value
 * @param distinct different values, estimated by HyperLogLog; null where values cannot be compared
 * @param min the smallest value as text, cut to 200 characters; null where there is none
 * @param mean of numbers, else null
 * @param deviation sample standard deviation of numbers, else null
 * @param histogram for numbers at most ten ranges of equal width, both ends included in the last;
 *     for other values the ten most frequent, from and to being the same
 */
public record ColumnProfile(
    String name,
    String type,
    long missing,
    Long distinct,
    String min,
    String max,
    Double mean,
    Double deviation,
    List<Bucket> histogram) {
  /** Whether its histogram is of ranges, as the profiler decides by the type. */
  public boolean isNumber() {
    return TypeNames.isNumber(type);
  }

  /** How many values lie in a range. */
  public record Bucket(String from, String to, long count) {}
}
