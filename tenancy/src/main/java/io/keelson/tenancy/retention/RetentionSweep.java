package io.keelson.tenancy.retention;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.loop.DueLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Removes what is over, in rounds: each tenant has a batch of each table in every round, so that
 * none waits for another's millions of rows. Any number of sweeps may run; a tenant is swept by one
 * at a time.
 */
public final class RetentionSweep implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RetentionSweep.class);
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final int BATCH_ROWS = 1_000;
  private static final int BATCH_PIECES = 100;
  private static final int BATCH_TENANTS = 100;
  private static final UUID BEFORE_ALL = new UUID(0, 0);
  private static final long LOCK = 6_001;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final List<Retentions> features;
  private final List<Retention> retentions;
  private final InstantSource clock;
  private final DueLoop loop =
      new DueLoop("retention", INTERVAL, this::round).lateAfter(INTERVAL.multipliedBy(3));

  public RetentionSweep(
      SystemDatabase system,
      TenantDatabase database,
      Iterable<Retentions> features,
      InstantSource clock) {
    this.system = system;
    this.database = database;
    this.features = sorted(features);
    this.retentions =
        this.features.stream().flatMap(feature -> feature.retentions().stream()).toList();
    this.clock = clock;
  }

  /** Features in a stable order, each one's children before their parents. */
  private static List<Retentions> sorted(Iterable<Retentions> features) {
    List<Retentions> sorted = new ArrayList<>();
    features.forEach(sorted::add);
    sorted.sort(Comparator.comparing(feature -> feature.getClass().getName()));
    return sorted;
  }

  public void start() {
    loop.start();
  }

  /** A batch of each table for every tenant; true when some table of some tenant has more. */
  public boolean round() {
    boolean more = false;
    UUID after = BEFORE_ALL;
    List<UUID> tenants;
    do {
      tenants = tenants(after);
      for (UUID tenant : tenants) {
        if (loop.isClosed()) {
          return false;
        }
        more |= sweep(tenant);
        after = tenant;
        loop.beat();
      }
    } while (tenants.size() == BATCH_TENANTS);
    return more;
  }

  private List<UUID> tenants(UUID after) {
    return system.transact(
        SystemUse.TENANT_DIRECTORY,
        tx ->
            tx.list(
                row -> row.getUUID("tenant_id"),
                "SELECT tenant_id FROM tenancy.tenant WHERE tenant_id > $1 ORDER BY tenant_id LIMIT $2",
                after,
                BATCH_TENANTS));
  }

  private boolean sweep(UUID tenant) {
    boolean more = false;
    for (Retention retention : retentions) {
      try {
        more |= sweep(tenant, retention) == BATCH_ROWS;
      } catch (RuntimeException e) {
        // The other tables do not wait for this one.
        LOG.warnf("%s of tenant %s stays as it is: %s", retention.table(), tenant, e.getMessage());
      }
    }
    for (Retentions feature : features) {
      try {
        more |= removeOver(tenant, feature) >= BATCH_PIECES;
      } catch (RuntimeException e) {
        LOG.warnf(
            "%s of tenant %s stays as it is: %s",
            feature.getClass().getSimpleName(), tenant, e.getMessage());
      }
    }
    return more;
  }

  /** Deletes a batch at most; returns how many rows. */
  int sweep(UUID tenant, Retention retention) {
    OffsetDateTime before =
        OffsetDateTime.ofInstant(clock.instant().minus(retention.kept()), ZoneOffset.UTC);
    return database.transact(
        tenant,
        tx -> {
          boolean mine = isMine(tx, retention.table());
          return mine ? tx.update(retention.delete(), tenant, before, BATCH_ROWS) : 0;
        });
  }

  private int removeOver(UUID tenant, Retentions feature) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    return database.transact(
        tenant,
        tx ->
            isMine(tx, feature.getClass().getName())
                ? feature.removeOver(tx, now, BATCH_PIECES)
                : 0);
  }

  private static boolean isMine(Transaction tx, String what) {
    return tx.one(
            "SELECT pg_try_advisory_xact_lock(hashtextextended($1::text || $2::text, $3)) AS mine",
            tx.tenantId().toString(),
            what,
            LOCK)
        .orElseThrow()
        .getBoolean("mine");
  }

  @Override
  public void close() {
    loop.close();
  }
}
