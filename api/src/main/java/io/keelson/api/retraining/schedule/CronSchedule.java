package io.keelson.api.retraining.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.keelson.tenancy.failure.Invalid;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times of the five fields of cron in a time zone.
 *
 * <p>Where the zone's clocks go forward, a time that is left out runs at the first moment after the
 * gap; several such times are one. Where they go back, a time that comes twice runs once, at the
 * first. cron-utils, which reads the fields, leaves times in a gap out; so it is asked about local
 * time only, as if clocks never changed.
 */
public final class CronSchedule {
  /** Two times of a schedule are at least so far apart. */
  public static final Duration SHORTEST = Duration.ofMinutes(15);

  private static final int MAX_CHARACTERS = 200;
  private static final CronDefinition FIELDS =
      CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);

  private final String cron;
  private final ZoneId zone;
  private final ZoneRules rules;
  private final ExecutionTime times;

  private CronSchedule(String cron, ZoneId zone, ExecutionTime times) {
    this.cron = cron;
    this.zone = zone;
    this.rules = zone.getRules();
    this.times = times;
  }

  /**
   * @param cron minute, hour, day of the month, month, day of the week
   * @param zone a name of the IANA database, such as {@code Europe/Berlin}
   * @throws Invalid naming {@code field.cron} or {@code field.zone}; also for a schedule that never
   *     runs
   */
  public static CronSchedule of(String field, String cron, String zone) {
    return new CronSchedule(cron, zone(field, zone), times(field, cron));
  }

  private static ZoneId zone(String field, String zone) {
    if (zone != null && ZoneId.getAvailableZoneIds().contains(zone)) {
      try {
        return ZoneId.of(zone);
      } catch (DateTimeException e) {
        // said below
      }
    }
    throw new Invalid(
        field + ".zone", zone, "a time zone of the IANA database, such as Europe/Berlin");
  }

  private static ExecutionTime times(String field, String cron) {
    String expected = "five fields of cron, such as 30 6 * * 4";
    if (cron == null || cron.isBlank() || cron.length() > MAX_CHARACTERS) {
      throw new Invalid(field + ".cron", cron, expected);
    }
    try {
      ExecutionTime times = ExecutionTime.forCron(new CronParser(FIELDS).parse(cron).validate());
      if (local(times, LocalDateTime.of(2026, 1, 1, 0, 0)).isEmpty()) {
        throw new Invalid(field + ".cron", cron, "a time that comes");
      }
      return times;
    } catch (IllegalArgumentException e) {
      throw new Invalid(field + ".cron", cron, expected);
    }
  }

  /**
   * Its times of the day are the same on each day that has any. They are looked at as if the next
   * day had them too, whether or not one does: two days of which one ends a month follow each other
   * as well.
   *
   * @throws Invalid naming {@code field.cron} when two of its times of the day, the last and the
   *     first of the next day among them, are less than 15 minutes apart
   */
  public CronSchedule requireSpaced(String field) {
    Optional<LocalDateTime> first = local(times, LocalDateTime.of(2026, 1, 1, 0, 0));
    if (first.isEmpty()) {
      return this;
    }
    LocalDate day = first.get().toLocalDate();
    LocalDateTime beforeDay = day.atStartOfDay().minusNanos(1);
    LocalDateTime earliest = null;
    LocalDateTime before = null;
    Optional<LocalDateTime> next = local(times, beforeDay);
    while (next.isPresent() && next.get().toLocalDate().equals(day)) {
      if (earliest == null) {
        earliest = next.get();
      } else {
        requireApart(field, before, next.get());
      }
      before = next.get();
      next = local(times, before);
    }
    requireApart(field, before, earliest.plusDays(1));
    return this;
  }

  private void requireApart(String field, LocalDateTime one, LocalDateTime other) {
    if (Duration.between(one, other).compareTo(SHORTEST) < 0) {
      throw new Invalid(field + ".cron", cron, "times at least 15 minutes apart");
    }
  }

  public String cron() {
    return cron;
  }

  public ZoneId zone() {
    return zone;
  }

  /** The first time after this moment; empty where none comes any more. */
  public Optional<Instant> next(Instant after) {
    LocalDateTime from = start(after);
    while (true) {
      Optional<LocalDateTime> local = local(times, from);
      if (local.isEmpty()) {
        return Optional.empty();
      }
      Instant instant = instant(local.get());
      if (instant.isAfter(after)) {
        return Optional.of(instant);
      }
      // Another time of the same gap, or one that an overlap had before.
      from = local.get();
    }
  }

  /** The next times after this moment, at most as many as asked for. */
  public List<Instant> next(Instant after, int count) {
    List<Instant> found = new ArrayList<>();
    Optional<Instant> one = next(after);
    while (one.isPresent() && found.size() < count) {
      found.add(one.get());
      one = next(one.get());
    }
    return List.copyOf(found);
  }

  /** Local time; in the second pass of an overlap its end, since all of it ran in the first. */
  private LocalDateTime start(Instant after) {
    LocalDateTime local = LocalDateTime.ofInstant(after, zone);
    ZoneOffsetTransition change = rules.getTransition(local);
    boolean isSecondPass =
        change != null && change.isOverlap() && !after.isBefore(change.getInstant());
    return isSecondPass ? change.getDateTimeBefore().minusNanos(1) : local;
  }

  private Instant instant(LocalDateTime local) {
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change == null) {
      return local.toInstant(rules.getOffset(local));
    }
    return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
  }

  private static Optional<LocalDateTime> local(ExecutionTime times, LocalDateTime after) {
    return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(time -> time.toLocalDateTime());
  }
}
