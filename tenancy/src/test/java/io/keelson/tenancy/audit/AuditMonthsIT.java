package io.keelson.tenancy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.object.ObjectsFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock stands in March 2026 and moves when it is told to. */
class AuditMonthsIT {
  private static final Duration RETENTION = Duration.ofDays(90);
  private static final UUID TENANT = Ids.next();
  private static final Caller CALLER =
      Caller.platform(
          new Principal(
              Principal.Kind.PERSON,
              Ids.next(),
              TENANT,
              "house",
              "engineer",
              Set.of(),
              Map.of(),
              null),
          "request");

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ObjectsFixture ground;
  private AuditLog audit;
  private AuditMonths months;

  @BeforeEach
  void open() {
    ground = new ObjectsFixture(folder);
    audit = new AuditLog(ground.database, ground.clock);
    months = new AuditMonths(ground.system, ground.clock, RETENTION);
  }

  @AfterEach
  void close() {
    threads.close();
    ground.close();
  }

  private <T> T inThread(Callable<T> work) throws Exception {
    return threads.submit(work).get();
  }

  private void write(String action) throws Exception {
    inThread(
        () ->
            ground.database.transact(
                TENANT,
                tx -> {
                  audit.record(
                      tx, CALLER, action, "thing", Ids.next(), null, AuditOutcome.DONE, Map.of());
                  return null;
                }));
  }

  private long entriesIn(String table) {
    return ground.count("SELECT count(*) FROM tenancy." + table);
  }

  private long months() {
    return ground.count(
        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'tenancy.audit_entry'::regclass");
  }

  @Test
  void monthsAreMadeAheadAndTakeWhatWasWrittenBeforeThem() throws Exception {
    write("early");
    assertThat(entriesIn("audit_entry_other")).isEqualTo(1);

    inThread(months::keep);
    write("late");

    assertThat(entriesIn("audit_entry_2026_03")).isEqualTo(2);
    assertThat(entriesIn("audit_entry_other")).isZero();
    assertThat(entriesIn("audit_entry_2026_05")).as("two months ahead").isZero();
    long made = months();
    inThread(months::keep);
    assertThat(months()).isEqualTo(made);
  }

  @Test
  void aMonthIsDroppedWhenAllOfItIsPastTheRetention() throws Exception {
    inThread(months::keep);
    write("march");
    ground.clock.advance(Duration.ofDays(31));
    write("april");
    ground.clock.advance(Duration.ofDays(85)); // 25 June: the retention begins on 27 March
    inThread(months::keep);
    assertThat(entriesIn("audit_entry")).isEqualTo(2);

    ground.clock.advance(Duration.ofDays(6));
    inThread(months::keep);

    assertThat(entriesIn("audit_entry")).isEqualTo(1);
    assertThat(ground.count("SELECT count(*) FROM tenancy.audit_entry WHERE action = 'april'"))
        .isEqualTo(1);
  }

  @Test
  void aWeekOfEntriesIsGoneAfterTheRetentionWhateverTheMonth() throws Exception {
    for (int day = 0; day < 800; day += 20) {
      inThread(months::keep);
      write("day");
      ground.clock.advance(Duration.ofDays(20));
    }
    inThread(months::keep);
    assertThat(entriesIn("audit_entry")).isLessThanOrEqualTo((90 + 31) / 20 + 1);
  }

  @Test
  void aRetentionOfDaysIsRefused() {
    assertThatThrownBy(() -> new AuditMonths(ground.system, ground.clock, Duration.ofDays(1)))
        .hasMessageContaining("keelson.audit.retention");
  }

  @Test
  void whoAsksInVainAgainAndAgainWritesTwentyRowsAMinute() throws Exception {
    inThread(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            audit.recordRefused(CALLER, "makeThing", new IllegalStateException("no"));
          }
          return null;
        });
    assertThat(entriesIn("audit_entry")).isEqualTo(20);

    ground.clock.advance(Duration.ofMinutes(1));
    inThread(
        () -> {
          audit.recordRefused(CALLER, "makeThing", new IllegalStateException("no"));
          return null;
        });

    assertThat(
            ground.count(
                "SELECT max((detail->>'untoldBefore')::int) FROM tenancy.audit_entry WHERE outcome = 'FAILED'"))
        .isEqualTo(980);
  }
}
