package io.keelson.tenancy.pointuse;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Where a tenant's points of cost went.
 *
 * @param spent all of them in the period
 * @param operations those that took most, most first; their sum may be less than the whole
 * @param callers likewise
 * @param lastHour by minutes, the oldest first; those without any are missing
 * @param lastDay by ten minutes: of each the minute that took most
 */
public record PointReport(
    Spent spent,
    List<OfOperation> operations,
    List<OfCaller> callers,
    List<Moment> lastHour,
    List<Moment> lastDay) {

  /** Points, and how many operations took them. */
  public record Spent(long points, long calls) {
    static final Spent NOTHING = new Spent(0, 0);
  }

  /**
   * @param name null for operations without one
   */
  public record OfOperation(String name, Spent spent) {}

  /** What a caller took, and when last. */
  public record OfCaller(Actor actor, Spent spent, OffsetDateTime lastAt) {}

  /**
   * @param at when it begins
   * @param points of a minute
   * @param refused how many operations were refused for want of points, in all of it
   */
  public record Moment(OffsetDateTime at, long points, long refused) {}
}
