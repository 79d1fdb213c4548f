package io.keelson.tenancy.quota;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

/**
 * When a quota will be used up if it goes on as it did: by the mean of the daily rises, from what
 * is in use now. What is stored adds up, so it is the rises, not the levels, that are independent:
 * one upload is one rise, and says nothing of the next.
 *
 * @param days until then, begun ones as whole ones
 * @param earliestDays as fast as it may be by twice the standard error of the mean
 * @param latestDays as slow; empty for later than {@link #MAX_DAYS}
 * @param readings days that the mean is taken over
 */
public record FullForecast(int days, int earliestDays, OptionalLong latestDays, int readings) {
  /** Of fewer days nothing is said. */
  public static final int MIN_READINGS = 5;

  /** Nothing is said of what is farther away. */
  public static final int MAX_DAYS = 365;

  private static final double STANDARD_ERRORS = 2;

  /** What was in use on a day. */
  public record Reading(LocalDate day, long used) {}

  /**
   * @param readings one for each day, the oldest first; the last is what is in use now
   * @return null where there are too few, where it cannot be told from them that use rises, and
   *     where it is used up already or will not be for long
   */
  static FullForecast of(List<Reading> readings, long limit) {
    int n = readings.size();
    if (n < MIN_READINGS) {
      return null;
    }
    long left = limit - readings.getLast().used();
    Rise rise = rise(readings);
    double slowest = rise.perDay - STANDARD_ERRORS * rise.error;
    if (left <= 0 || slowest <= 0 || left / rise.perDay > MAX_DAYS) {
      return null;
    }
    double latest = Math.ceil(left / slowest);
    return new FullForecast(
        (int) Math.ceil(left / rise.perDay),
        (int) Math.ceil(left / (rise.perDay + STANDARD_ERRORS * rise.error)),
        latest > MAX_DAYS ? OptionalLong.empty() : OptionalLong.of((long) latest),
        n);
  }

  /**
   * @param error its standard error
   */
  private record Rise(double perDay, double error) {}

  /** Of days that are missing the rise is spread evenly, and scatters with their number. */
  private static Rise rise(List<Reading> readings) {
    Reading first = readings.getFirst();
    Reading last = readings.getLast();
    double all = daysBetween(first, last);
    double perDay = (last.used() - first.used()) / all;
    double squares = 0;
    for (int i = 1; i < readings.size(); i++) {
      double days = daysBetween(readings.get(i - 1), readings.get(i));
      double off = readings.get(i).used() - readings.get(i - 1).used() - perDay * days;
      squares += off * off / days;
    }
    int rises = readings.size() - 1;
    return new Rise(perDay, Math.sqrt(squares / (rises - 1) / all));
  }

  private static long daysBetween(Reading one, Reading other) {
    return ChronoUnit.DAYS.between(one.day(), other.day());
  }
}
