package io.keelson.api.alert.rule;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of the database, which is the same for all processes: one whose own clock is ahead would
 * look at minutes that others have not written yet. The database is asked once a minute; between
 * that the process's own clock goes on from there.
 */
@ApplicationScoped
@Typed(DatabaseClock.class)
public class DatabaseClock implements InstantSource {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private final SystemDatabase system;
  private final InstantSource own;
  private Instant askedAt = Instant.MIN;
  private Duration ahead = Duration.ZERO;

  public DatabaseClock(SystemDatabase system, InstantSource own) {
    this.system = system;
    this.own = own;
  }

  /**
   * Blocks, once a minute, for a round trip.
   *
   * @throws RuntimeException when the database does not answer
   */
  @Override
  public synchronized Instant instant() {
    Instant now = own.instant();
    if (askedAt.plus(EVERY).isBefore(now) || now.isBefore(askedAt)) {
      ahead = Duration.between(now, asked());
      askedAt = now;
    }
    return now.plus(ahead);
  }

  private Instant asked() {
    return system.transact(
        SystemUse.ALERT_WATCH,
        tx ->
            tx.one("SELECT clock_timestamp() AS now")
                .orElseThrow()
                .getOffsetDateTime("now")
                .toInstant());
  }
}
