package io.keelson.api.retraining.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Schedules around every change of every zone's clocks, against counting minutes. */
class CronScheduleTest {
  private static final Instant FROM = Instant.parse("2023-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2030-01-01T00:00:00Z");

  /** A schedule, and the local times that it means. */
  private record Meant(String cron, Predicate<LocalDateTime> matches) {}

  private static final List<Meant> MEANT =
      List.of(
          new Meant("*/15 * * * *", time -> time.getMinute() % 15 == 0),
          new Meant("0 * * * *", time -> time.getMinute() == 0),
          new Meant("30 2 * * *", time -> time.getHour() == 2 && time.getMinute() == 30),
          new Meant("15 0 * * *", time -> time.getHour() == 0 && time.getMinute() == 15),
          new Meant(
              "45 1,23 * * 0,6",
              time ->
                  time.getMinute() == 45
                      && (time.getHour() == 1 || time.getHour() == 23)
                      && time.getDayOfWeek().getValue() >= 6));

  @Test
  void everyChangeOfEveryZoneIsAsCountingMinutesSays() {
    int changes = 0;
    for (String name : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(name);
      ZoneOffsetTransition change = zone.getRules().nextTransition(FROM);
      while (change != null && change.getInstant().isBefore(TO)) {
        changes++;
        for (Meant meant : MEANT) {
          compare(meant, zone, change);
        }
        change = zone.getRules().nextTransition(change.getInstant());
      }
    }
    assertThat(changes).isGreaterThan(1_000);
  }

  private static void compare(Meant meant, ZoneId zone, ZoneOffsetTransition change) {
    Instant begin = change.getInstant().minus(Duration.ofHours(5));
    Instant end = change.getInstant().plus(Duration.ofHours(5));
    CronSchedule schedule = CronSchedule.of("input.schedule", meant.cron(), zone.getId());
    List<Instant> found = new ArrayList<>();
    Instant next = schedule.next(begin).orElseThrow();
    while (!next.isAfter(end)) {
      found.add(next);
      next = schedule.next(next).orElseThrow();
    }
    assertThat(found)
        .as("%s in %s around %s", meant.cron(), zone, change)
        .isEqualTo(counted(meant, zone, begin, end));
  }

  /** Minute by minute: what the clock shows for the first time, and what it jumps over. */
  private static List<Instant> counted(Meant meant, ZoneId zone, Instant begin, Instant end) {
    LocalDateTime latest = LocalDateTime.ofInstant(begin, zone);
    List<Instant> times = new ArrayList<>();
    for (Instant at = begin.plus(Duration.ofMinutes(1));
        !at.isAfter(end);
        at = at.plus(Duration.ofMinutes(1))) {
      LocalDateTime shown = LocalDateTime.ofInstant(at, zone);
      boolean runs = false;
      for (LocalDateTime minute = latest.plusMinutes(1);
          !minute.isAfter(shown);
          minute = minute.plusMinutes(1)) {
        runs |= meant.matches().test(minute);
      }
      if (runs) {
        times.add(at);
      }
      latest = shown.isAfter(latest) ? shown : latest;
    }
    return times;
  }

  @Test
  void aTimeInAGapRunsAtTheFirstMomentAfterIt() {
    CronSchedule schedule = CronSchedule.of("schedule", "30 2 * * *", "Europe/Berlin");
    assertThat(schedule.next(Instant.parse("2026-03-28T12:00:00Z"), 2))
        .containsExactly(
            Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void aTimeInAnOverlapRunsOnceAtTheFirst() {
    CronSchedule schedule = CronSchedule.of("schedule", "30 2 * * *", "Europe/Berlin");
    assertThat(schedule.next(Instant.parse("2026-10-24T12:00:00Z"), 2))
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void whatIsNoScheduleIsRefusedWithItsField() {
    for (String cron :
        new String[] {null, "", "every day", "* * * *", "61 * * * *", "0 0 30 2 *"}) {
      assertThatThrownBy(() -> CronSchedule.of("input.schedule", cron, "Europe/Berlin"))
          .as(cron)
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("input.schedule.cron");
    }
    for (String zone : new String[] {null, "", "Mars/Olympus", "+02:00"}) {
      assertThatThrownBy(() -> CronSchedule.of("input.schedule", "0 6 * * *", zone))
          .as(zone)
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("input.schedule.zone");
    }
    assertThatThrownBy(
            () -> CronSchedule.of("s", "0,5 6 * * *", "UTC").requireSpaced("input.schedule"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("15 minutes");
  }

  /** 23:50 of the 31st and 00:00 of the 1st are met once in two months only. */
  @Test
  void timesAreApartWhereOneMonthEndsAndTheNextBegins() {
    String seldomClose =
        "0,50 0,2,4,6,8,10,12,14,16,18,20,23 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31 * *";
    assertThatThrownBy(
            () -> CronSchedule.of("s", seldomClose, "UTC").requireSpaced("input.schedule"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("15 minutes");
    for (String cron :
        List.of("*/15 * * * *", "0 0 * * *", "59 23 1 1 *", "0,45 0,23 1,31 * *", "30 6 * * 4")) {
      CronSchedule.of("s", cron, "UTC").requireSpaced("input.schedule");
    }
  }
}
