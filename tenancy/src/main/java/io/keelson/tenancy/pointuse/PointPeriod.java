package io.keelson.tenancy.pointuse;

/** How far back it is shown where points went: whole hours of UTC, the present one as the last. */
public enum PointPeriod {
  HOUR(1),
  DAY(24),
  WEEK(7 * 24);

  private final int hours;

  PointPeriod(int hours) {
    this.hours = hours;
  }

  int hours() {
    return hours;
  }
}
