package io.keelson.tenancy.refusal;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What one limit has refused in a week.
 *
 * @param refused how often, whoever asked
 * @param lastAt when last
 * @param mostAtLast the limit then; null where that was not kept
 * @param daily how often on each of the {@link Refusals#DAYS} days, the oldest first
 * @param actors those who were refused most, most first; their sum may be less than the whole
 */
public record LimitRefusals(
    LimitName limit,
    long refused,
    OffsetDateTime lastAt,
    Long mostAtLast,
    List<Long> daily,
    List<Refused> actors) {

  /**
   * Who was refused, how often and when last.
   *
   * @param servedAt when they first got what they had been refused last; of points, when they took
   *     some last since then; null where that is not known
   */
  public record Refused(
      Actor actor, long refused, OffsetDateTime lastAt, OffsetDateTime servedAt) {}
}
