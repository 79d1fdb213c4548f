package io.keelson.api.catalog.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.catalog.profile.ColumnProfile.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far a column moved between two profiles. */
class ColumnShiftTest {
  private static ColumnProfile numbers(long missing, double low, double high, long... counts) {
    List<Bucket> ranges = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      double from = low + (high - low) * i / counts.length;
      double to = i == counts.length - 1 ? high : low + (high - low) * (i + 1) / counts.length;
      ranges.add(new Bucket(Double.toString(from), Double.toString(to), counts[i]));
    }
    return column("DOUBLE", missing, ranges);
  }

  private static ColumnProfile words(long missing, Object... valuesAndCounts) {
    List<Bucket> values = new ArrayList<>();
    for (int i = 0; i < valuesAndCounts.length; i += 2) {
      String value = (String) valuesAndCounts[i];
      values.add(new Bucket(value, value, ((Integer) valuesAndCounts[i + 1]).longValue()));
    }
    return column("VARCHAR", missing, values);
  }

  private static ColumnProfile column(String type, long missing, List<Bucket> histogram) {
    return new ColumnProfile("c", type, missing, 9L, null, null, null, null, histogram);
  }

  private static double psi(double... pairs) {
    double sum = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      sum += (pairs[i] - pairs[i + 1]) * Math.log(pairs[i] / pairs[i + 1]);
    }
    return sum;
  }

  @Test
  void profilesOfTheSameSpanAreCountedExactly() {
    ColumnProfile before = numbers(0, 0, 100, 50, 50);
    assertThat(ColumnShift.psi(before, 100, before, 100)).contains(0.0);
    assertThat(ColumnShift.psi(before, 100, numbers(0, 0, 100, 25, 75), 100).orElseThrow())
        .isCloseTo(psi(0.5, 0.25, 0.5, 0.75), within(1e-12));
  }

  @Test
  void aFarValueIsNoShiftOfTheOthers() {
    ColumnProfile before = numbers(0, 0, 100, 10, 20, 30, 20, 10, 4, 3, 1, 1, 1);
    ColumnProfile after = numbers(0, 0, 100_000, 99, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    assertThat(ColumnShift.psi(before, 100, after, 100).orElseThrow()).isLessThan(0.1);
    assertThat(ColumnShift.psi(after, 100, before, 100).orElseThrow()).isLessThan(0.1);
  }

  @Test
  void whatLiesBeyondTheWiderSpanIsCountedApart() {
    ColumnProfile before = numbers(0, 0, 100, 50, 50);
    ColumnProfile after = numbers(0, -2, -1, 100);
    assertThat(ColumnShift.psi(before, 100, after, 100).orElseThrow()).isGreaterThan(5);
    ColumnProfile same = numbers(0, 100, 100, 100);
    assertThat(ColumnShift.psi(numbers(0, 0, 0, 100), 100, same, 100).orElseThrow())
        .as("one value each")
        .isGreaterThan(5);
    assertThat(ColumnShift.psi(same, 100, numbers(0, 100, 100, 50), 50)).contains(0.0);
  }

  @Test
  void whatIsMissingAndWhatIsNotFiniteIsABinOfItsOwn() {
    ColumnProfile before = numbers(50, 0, 1, 25, 25);
    ColumnProfile after = numbers(20, 0, 1, 40, 40);
    assertThat(ColumnShift.psi(before, 100, after, 100).orElseThrow())
        .isCloseTo(psi(0.5, 0.2, 0.25, 0.4, 0.25, 0.4), within(1e-12));
    assertThat(ColumnShift.psi(before, 110, before, 110)).as("10 infinities").contains(0.0);
    ColumnProfile none = numbers(100, 0, 0);
    assertThat(ColumnShift.psi(none, 100, none, 100)).contains(0.0);
    assertThat(ColumnShift.psi(none, 100, before, 100).orElseThrow()).isGreaterThan(1);
  }

  @Test
  void otherValuesAreComparedWhereBothProfilesCountThem() {
    ColumnProfile before = words(0, "intact", 60, "dented", 30, "torn", 10);
    ColumnProfile after = words(0, "intact", 50, "dented", 30, "wet", 20);
    assertThat(ColumnShift.psi(before, 100, after, 100).orElseThrow())
        .as("complete: torn and wet are known to be none of the other's")
        .isGreaterThan(1);
    assertThat(ColumnShift.psi(before, 120, after, 120).orElseThrow())
        .as("20 others in each: torn and wet may be among them")
        .isCloseTo(psi(60 / 120.0, 50 / 120.0, 30 / 120.0, 40 / 120.0), within(1e-12));
  }

  @Test
  void whatSaysNothingHasNoIndex() {
    ColumnProfile some = words(0, "a", 1);
    assertThat(ColumnShift.psi(some, 100, words(0, "b", 1), 100)).as("no value in both").isEmpty();
    assertThat(ColumnShift.psi(some, 1, numbers(0, 0, 1, 1), 1)).as("another kind").isEmpty();
    assertThat(ColumnShift.psi(some, 0, some, 1)).as("no rows").isEmpty();
  }

  @Test
  void countsThatContradictEachOtherHaveNone() {
    ColumnProfile more = numbers(0, 0, 1, 60, 60);
    assertThat(ColumnShift.psi(more, 100, more, 100)).as("more than there are rows").isEmpty();
    List<Bucket> odd = List.of(new Bucket("x", "NaN", 1));
    assertThat(ColumnShift.psi(column("DOUBLE", 0, odd), 1, numbers(0, 0, 1, 1), 1))
        .isEqualTo(Optional.empty());
    ColumnProfile vast =
        words(0, "a", Integer.MAX_VALUE, "b", Integer.MAX_VALUE, "c", Integer.MAX_VALUE);
    assertThat(ColumnShift.psi(vast, 3, vast, 3)).isEmpty();
  }

  @Test
  void theWidestSpanOfDoublesHasAnIndex() {
    double most = Double.MAX_VALUE;
    List<Bucket> ranges =
        List.of(
            new Bucket(Double.toString(-most), "0.0", 50),
            new Bucket("0.0", Double.toString(most), 50));
    ColumnProfile vast = column("DOUBLE", 0, ranges);
    assertThat(ColumnShift.psi(vast, 100, vast, 100)).contains(0.0);
    assertThat(ColumnShift.psi(vast, 100, numbers(0, -1, 1, 50, 50), 100)).contains(0.0);
  }
}
