/**
 * Data checks with the names, arguments and result fields of Great Expectations 1.x, judged by
 * DuckDB. {@link io.keelson.profiler.check.ExpectationName} lists them; {@link
 * io.keelson.profiler.check.Suite} reads a suite, {@link io.keelson.profiler.check.TableChecks}
 * judges it.
 *
 * <p>{@code GreatExpectationsIT} holds that both say the same of the same rows. Where they differ,
 * it is meant:
 *
 * <ul>
 *   <li>A column without rows or values fails, unless {@code onEmpty} is PASS.
 *   <li>{@code mostly} is compared exactly, not as floating point numbers.
 *   <li>NaN is missing, as over pandas; over a database it is a value to Great Expectations.
 *   <li>Two nulls of a record are the same, whatever their columns' types; pandas tells a missing
 *       date from missing text.
 *   <li>Numbers and text are not told apart in sets: 1 and "1" are the same. In bounds, a number
 *       may be written as text, and text is compared by code points; Great Expectations refuses
 *       text.
 *   <li>Regular expressions are those of RE2, without look-around and back-references; regular
 *       expressions and lengths are of text alone.
 *   <li>Types are DuckDB's.
 *   <li>A {@code column_index} of 0 counts; Great Expectations passes over it.
 *   <li>Means, medians, sums and deviations are of numbers alone, where true is 1.
 *   <li>{@code row_condition} is refused, and so is a {@code value_set} with a null.
 *   <li>At most 20 of several most common values are observed.
 *   <li>Samples are different values in the order of their text, not the first ones of the table.
 * </ul>
 */
package io.keelson.profiler.check;
