package io.keelson.tenancy.turns;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Does what is due of a table with the columns {@code tenant_id}, {@code id} and {@code due_at}:
 * each tenant's rows in rounds of their own, those first that have waited longest. A row that fails
 * is due again after a pause, so that it keeps no other from its turn. Suspended tenants rest.
 */
public final class DueRounds implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DueRounds.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MAX_TENANTS_AT_ONCE = 64;
  private static final int MAX_TENANTS_OF_PASS = 100;
  private static final int ROWS_OF_ROUND = 50;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final InstantSource clock;
  private final SystemUse use;
  private final String table;
  private final Work work;
  private final TenantRounds rounds;

  /** What is done with a row; it moves the row's {@code due_at}. */
  @FunctionalInterface
  public interface Work {
    void run(UUID tenantId, UUID id);
  }

  /**
   * @param use which is open to the columns of the table
   * @param table with its schema; never from outside
   */
  public DueRounds(
      SystemDatabase system,
      TenantDatabase database,
      InstantSource clock,
      SystemUse use,
      String table,
      Work work) {
    this.system = system;
    this.database = database;
    this.clock = clock;
    this.use = use;
    this.table = table;
    this.work = work;
    this.rounds = new TenantRounds("rows of " + table, MAX_TENANTS_AT_ONCE, PAUSE);
  }

  /**
   * Begins the rounds of tenants of which something is due, and does not wait for them.
   *
   * @return false: what had no room comes at the next pass
   */
  public boolean begin() {
    for (UUID tenantId : tenants()) {
      rounds.begin(tenantId, () -> round(tenantId));
    }
    return false;
  }

  /** {@link #begin}, and waits until they are over, a minute at most. */
  public void complete() {
    begin();
    rounds.awaitIdle(PATIENCE);
  }

  private List<UUID> tenants() {
    return system.transact(
        use,
        tx ->
            tx.list(
                row -> row.getUUID("tenant_id"),
                """
                SELECT d.tenant_id
                FROM %s d
                JOIN tenancy.tenant t ON t.tenant_id = d.tenant_id AND t.status = 'ACTIVE'
                WHERE d.due_at <= $1 AND d.tenant_id <> ALL ($2)
                GROUP BY d.tenant_id
                ORDER BY min(d.due_at)
                LIMIT $3
                """
                    .formatted(table),
                now(),
                rounds.busy().toArray(UUID[]::new),
                MAX_TENANTS_OF_PASS));
  }

  private void round(UUID tenantId) {
    List<UUID> due =
        database.transact(
            tenantId,
            tx ->
                tx.list(
                    row -> row.getUUID("id"),
                    "SELECT id FROM %s WHERE tenant_id = $1 AND due_at <= $2 ORDER BY due_at, id LIMIT $3"
                        .formatted(table),
                    tx.tenantId(),
                    now(),
                    ROWS_OF_ROUND));
    for (UUID id : due) {
      try {
        work.run(tenantId, id);
      } catch (RuntimeException e) {
        LOG.warnf("%s %s waits: %s", table, id, e);
        later(tenantId, id);
      }
    }
  }

  private void later(UUID tenantId, UUID id) {
    database.transact(
        tenantId,
        tx ->
            tx.update(
                "UPDATE %s SET due_at = $3 WHERE tenant_id = $1 AND id = $2 AND due_at <= $4"
                    .formatted(table),
                tx.tenantId(),
                id,
                now().plus(PAUSE),
                now()));
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Interrupts what is at work: it is due again, here or elsewhere. */
  @Override
  public void close() {
    rounds.close();
  }
}
