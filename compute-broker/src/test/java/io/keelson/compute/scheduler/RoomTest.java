package io.keelson.compute.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.scheduler.Room.Amount;
import io.keelson.compute.scheduler.Room.Holding;
import io.keelson.compute.scheduler.Room.Reservation;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RoomTest {
  private static final OffsetDateTime NOW =
      OffsetDateTime.of(2026, 11, 26, 12, 0, 0, 0, ZoneOffset.UTC);
  private static final Amount MACHINE = new Amount(4_000, 4_096, 1_000);

  private static final Duration MAX_OVERDUE = Duration.ofSeconds(30);

  private static Amount cpus(int millis) {
    return new Amount(millis, 64, 10);
  }

  private static Holding until(int millis, Integer minutes) {
    return new Holding(cpus(millis), 0, minutes == null ? null : NOW.plusMinutes(minutes));
  }

  @Test
  void roomComesFreeInTheOrderOfTheTimeLimits() {
    Room room =
        new Room(MACHINE, MAX_OVERDUE, List.of(until(1_000, 30), until(2_000, 10), until(500, 20)));

    assertThat(room.free()).isEqualTo(new Amount(500, 4_096 - 192, 1_000 - 30));
    assertThat(room.reservation(cpus(2_000), NOW))
        .contains(new Reservation(NOW.plusMinutes(10), new Amount(500, 4_096 - 192, 1_000 - 30)));
    assertThat(room.reservation(cpus(3_000), NOW))
        .contains(new Reservation(NOW.plusMinutes(20), new Amount(0, 4_096 - 128, 1_000 - 20)));
    assertThat(room.reservation(cpus(4_000), NOW))
        .contains(new Reservation(NOW.plusMinutes(30), new Amount(0, 4_096 - 64, 1_000 - 10)));
  }

  @Test
  void whatHasNoEndMakesNoRoom() {
    Room room = new Room(MACHINE, MAX_OVERDUE, List.of(until(1_000, null), until(2_000, 10)));

    assertThat(room.freeInTime(NOW)).isEqualTo(new Amount(3_000, 4_096 - 64, 1_000 - 10));
    assertThat(room.reservation(cpus(4_000), NOW)).isEmpty();
    assertThat(room.reservation(cpus(3_000), NOW)).isPresent();
  }

  @Test
  void whatIsOverItsTimeMakesRoomNow() {
    Room room = new Room(MACHINE, MAX_OVERDUE, List.of(overdue(20)));

    assertThat(room.freeInTime(NOW)).isEqualTo(MACHINE);
    assertThat(room.reservation(cpus(4_000), NOW).orElseThrow().from()).isEqualTo(NOW);
  }

  @Test
  void whatIsNotGoneLongAfterItsEndMakesNoRoom() {
    Room room = new Room(MACHINE, MAX_OVERDUE, List.of(overdue(31)));

    assertThat(room.freeInTime(NOW).cpuMillis()).isZero();
    assertThat(room.reservation(cpus(4_000), NOW)).isEmpty();
  }

  private static Holding overdue(int seconds) {
    return new Holding(cpus(4_000), 0, NOW.minusSeconds(seconds));
  }

  @Test
  void aMachineThatHoldsMoreThanItHasIsFullAndNoMore() {
    Room room = new Room(MACHINE, MAX_OVERDUE, List.of(until(3_000, 10), until(3_000, null)));

    assertThat(room.free()).isEqualTo(new Amount(0, 4_096 - 128, 1_000 - 20));
    assertThat(room.freeInTime(NOW).cpuMillis()).isEqualTo(1_000);
  }

  @Test
  void aDiskComesFreeAsProcessorsDo() {
    Room room =
        new Room(
            MACHINE,
            MAX_OVERDUE,
            List.of(
                new Holding(new Amount(100, 64, 600), 0, NOW.plusMinutes(5)),
                new Holding(new Amount(100, 64, 300), 1, null)));

    assertThat(new Amount(100, 64, 101).fits(room.free())).isFalse();
    assertThat(room.reservation(new Amount(100, 64, 700), NOW))
        .contains(new Reservation(NOW.plusMinutes(5), new Amount(3_800, 4_096 - 128, 0)));
    assertThat(room.reservation(new Amount(100, 64, 701), NOW)).isEmpty();
  }
}
