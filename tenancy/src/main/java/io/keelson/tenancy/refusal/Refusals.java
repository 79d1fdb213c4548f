package io.keelson.tenancy.refusal;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.loop.WriteBehind;
import io.keelson.tenancy.refusal.RefusalCounts.Count;
import io.keelson.tenancy.refusal.RefusalCounts.Who;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which limit has refused whom, how often and when last, by days of UTC. Whoever refuses counts in
 * memory and waits for nothing; every {@link #INTERVAL} each tenant's counts are added to its rows
 * in one statement.
 *
 * <p>A figure for people, not a record: the audit log is that. A process that is killed loses what
 * it has counted since its last pass, which is the last five seconds, longer while the database is
 * away; one that is stopped loses nothing. Counts whose commit is in doubt are added again. Beyond
 * the bounds of {@link RefusalCounts} callers are counted without their names, and then not at all,
 * which the log says.
 */
@ApplicationScoped
public class Refusals implements AutoCloseable {
  /** What is shown: today and the six days before it. */
  public static final int DAYS = 7;

  /** Callers that are shown of each limit. */
  public static final int MAX_ACTORS = 10;

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int MAX_ROWS_OF_DAY = 500;

  private final TenantDatabase database;
  private final InstantSource clock;
  private final RefusalCounts counts = new RefusalCounts();
  private final WriteBehind<Map<Who, Count>> writing =
      new WriteBehind<>("refusals", INTERVAL, counts, this::write);

  public Refusals(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public void start() {
    writing.start();
  }

  /**
   * Neither blocks nor fails. What is no quota of the tenant's, but a bound of a feature's, is not
   * counted.
   */
  public void count(Principal principal, QuotaExceeded refusal) {
    count(principal, refusal, null);
  }

  /**
   * {@link #count} of an operation that the audit log tells of when it is done.
   *
   * @param action as it is spelled there
   */
  public void count(Principal principal, QuotaExceeded refusal, String action) {
    LimitName.named(refusal.quota())
        .ifPresent(limit -> count(principal, limit, refusal.limit(), action));
  }

  /**
   * Neither blocks nor fails.
   *
   * @param most the limit
   */
  public void count(Principal principal, LimitName limit, long most) {
    count(principal, limit, most, null);
  }

  private void count(Principal principal, LimitName limit, long most, String action) {
    if (!counts.add(
        principal.tenantId(), principal.actor(), limit, most, action, clock.instant())) {
      writing.miss();
    }
  }

  /** {@link WriteBehind#flush}. */
  public void flush() {
    writing.flush();
  }

  private void write(UUID tenantId, Map<Who, Count> taken) {
    database.transact(
        tenantId,
        tx -> {
          RefusalRows.add(tx, taken, MAX_ROWS_OF_DAY);
          return null;
        });
  }

  /**
   * What was refused today and in the six days before, limits that have refused most first; what
   * this or another process has counted and not written yet is missing. Callers have made sure that
   * whoever asks may read who did what.
   */
  public List<LimitRefusals> ofWeek(UUID tenantId) {
    LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    return database.transact(tenantId, tx -> RefusalRows.byLimit(tx, today, DAYS, MAX_ACTORS));
  }

  /** Writes what is left. */
  @Override
  public void close() {
    writing.close();
  }
}
