package io.keelson.api.catalog.validation;

import static io.keelson.api.catalog.profile.TableStatus.FAILED;
import static io.keelson.api.catalog.profile.TableStatus.LIMITED;
import static io.keelson.api.catalog.profile.TableStatus.PROFILED;
import static io.keelson.api.catalog.profile.TableStatus.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.profile.TableStatus;
import io.keelson.api.catalog.validation.Verdict.Errored;
import io.keelson.api.catalog.validation.Verdict.Rejected;
import io.keelson.api.catalog.validation.Verdict.Tried;
import io.keelson.api.catalog.validation.Verdict.Validated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static Tried table(String name, TableStatus status) {
    return new Tried(name, 1, status, status == PROFILED ? null : "why");
  }

  @Test
  void aVersionIsValidatedOnceEachTableHasAProfile() {
    assertThat(Verdict.of(List.of(), 3, 0)).isEqualTo(new Validated());
    assertThat(Verdict.of(List.of(table("a", PROFILED), table("b", PROFILED)), 3, 0))
        .isEqualTo(new Validated());
  }

  @Test
  void aVersionIsRejectedWhereNothingInItCanBeReadByItsOwnFault() {
    assertThat(Verdict.of(List.of(table("a", UNREADABLE)), 0, 0)).isEqualTo(new Rejected("a: why"));
    assertThat(Verdict.of(List.of(table("a", UNREADABLE), table("b", UNREADABLE)), 0, 0))
        .isEqualTo(new Rejected("2 of 2 tables have no profile; a: why"));
  }

  @Test
  void anUnreadableTableAmongOtherThingsRejectsNothing() {
    List<Tried> many = new ArrayList<>(Collections.nCopies(99, table("good", PROFILED)));
    many.add(table("bad", UNREADABLE));

    assertThat(Verdict.of(many, 0, 0)).isEqualTo(new Errored("bad: why", false));
    assertThat(Verdict.of(List.of(table("notes.csv", UNREADABLE)), 9_999, 0))
        .as("one table among pictures")
        .isEqualTo(new Errored("notes.csv: why", false));
    assertThat(Verdict.of(List.of(new Tried("part-*.csv", 10_000, UNREADABLE, "why")), 0, 0))
        .as("one of many files of a table")
        .isEqualTo(new Errored("part-*.csv: why", false));
  }

  @Test
  void tablesThatWaitAreNotJudged() {
    assertThat(
            Verdict.of(
                List.of(table("a", FAILED), new Tried("b", 1, TableStatus.PENDING, null)), 0, 0))
        .isEqualTo(new Verdict.Unfinished());
  }

  @Test
  void whatTheProfilerCannotDoNeitherRejectsNorValidates() {
    assertThat(Verdict.of(List.of(table("a", LIMITED)), 0, 0))
        .isEqualTo(new Errored("a: why", false));
    assertThat(Verdict.of(List.of(table("a", UNREADABLE), table("b", FAILED)), 0, 0))
        .isEqualTo(new Errored("2 of 2 tables have no profile; a: why", true));
    assertThat(Verdict.of(List.of(table("a", PROFILED)), 0, 4))
        .isEqualTo(new Errored("has 5 tables (expected: at most 1)", false));
  }

  @Test
  void whatMayPassIsTriedSoonAndALimitOnceInAWhile() {
    Errored mayPass = new Errored("why", true);
    assertThat(mayPass.retryDelay(0)).isEqualTo(Duration.ofSeconds(10));
    assertThat(mayPass.retryDelay(3)).isEqualTo(Duration.ofSeconds(80));
    assertThat(mayPass.retryDelay(1_000)).isEqualTo(Duration.ofHours(6));
    Errored limit = new Errored("why", false);
    assertThat(limit.retryDelay(0)).isEqualTo(Duration.ofDays(1));
    assertThat(limit.retryDelay(1_000)).isEqualTo(Duration.ofDays(30));
  }
}
