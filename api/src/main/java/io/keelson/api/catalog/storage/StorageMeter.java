package io.keelson.api.catalog.storage;

import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.UsageEvent;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the bytes that each project stores, times how long, to the ledger: whole windows aligned
 * to the clock, each exactly once. Equal files of a project are stored once and count once, from
 * when the first of them came.
 */
public final class StorageMeter {
  /** What is used, as the ledger names it. */
  public static final String RESOURCE = "object-store";

  private static final BigDecimal BYTE_SECONDS_PER_GIB_HOUR =
      BigDecimal.valueOf((1L << 30) * 3_600L);
  private static final int PROJECTS_PER_SCAN = 500;
  private static final int MAX_WINDOWS_PER_PASS = 100;

  private final SystemDatabase system;
  private final TenantDatabase database;
  private final UsageLedger ledger;
  private final Duration window;
  private final InstantSource clock;

  /**
   * @param window how long a window is; whole seconds, at least one
   */
  public StorageMeter(
      SystemDatabase system,
      TenantDatabase database,
      UsageLedger ledger,
      Duration window,
      InstantSource clock) {
    if (window.toSeconds() < 1 || window.toNanosPart() != 0) {
      throw new IllegalArgumentException(
          "window: " + window + " (expected: whole seconds, at least one)");
    }
    this.system = system;
    this.database = database;
    this.ledger = ledger;
    this.window = window;
    this.clock = clock;
  }

  private record DueProject(UUID tenantId, UUID id, OffsetDateTime from) {}

  /**
   * Meters the windows that have ended, at most 100 for each project.
   *
   * @return whether more are due
   */
  public boolean meterDue() {
    OffsetDateTime end = startOf(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    boolean more = false;
    DueProject last = null;
    while (true) {
      List<DueProject> due = due(end, last);
      for (DueProject project : due) {
        more |= meter(project, end);
      }
      if (due.size() < PROJECTS_PER_SCAN) {
        return more;
      }
      last = due.getLast();
    }
  }

  private List<DueProject> due(OffsetDateTime end, DueProject after) {
    return system.transact(
        SystemUse.STORAGE_METERING,
        tx ->
            tx.list(
                row ->
                    new DueProject(
                        row.getUUID("tenant_id"),
                        row.getUUID("id"),
                        row.getOffsetDateTime("since")),
                """
                SELECT p.tenant_id, p.id, coalesce(m.metered_until, p.created_at) AS since
                FROM catalog.project p
                LEFT JOIN catalog.storage_meter m ON m.tenant_id = p.tenant_id AND m.project_id = p.id
                WHERE coalesce(m.metered_until, p.created_at) < $1
                  AND ($2::uuid IS NULL OR (p.tenant_id, p.id) > ($2, $3))
                ORDER BY p.tenant_id, p.id
                LIMIT $4
                """,
                end,
                after == null ? null : after.tenantId(),
                after == null ? null : after.id(),
                PROJECTS_PER_SCAN));
  }

  private boolean meter(DueProject project, OffsetDateTime end) {
    OffsetDateTime from = startOf(project.from());
    for (int i = 0; i < MAX_WINDOWS_PER_PASS && from.isBefore(end); i++) {
      OffsetDateTime start = from;
      from =
          database.transact(
              project.tenantId(), tx -> meterWindow(tx, project.id(), start, start.plus(window)));
    }
    return from.isBefore(end);
  }

  /** The end of what is metered now: another process may have been faster. */
  private OffsetDateTime meterWindow(
      Transaction tx, UUID projectId, OffsetDateTime from, OffsetDateTime to) {
    Optional<OffsetDateTime> until = lockMeteredUntil(tx, projectId, from);
    if (until.isPresent() && until.get().isAfter(from)) {
      return until.get();
    }
    BigDecimal quantity = gibHours(tx, projectId, from, to);
    if (quantity.signum() > 0) {
      ledger.record(
          tx,
          UsageEvent.of(
              Meter.STORAGE_GIB_HOURS,
              quantity,
              projectId,
              RESOURCE,
              projectId,
              from,
              to,
              Map.of()));
    }
    tx.update(
        "UPDATE catalog.storage_meter SET metered_until = $3 WHERE tenant_id = $1 AND project_id = $2",
        tx.tenantId(),
        projectId,
        to);
    return to;
  }

  private static Optional<OffsetDateTime> lockMeteredUntil(
      Transaction tx, UUID projectId, OffsetDateTime from) {
    tx.update(
        """
        INSERT INTO catalog.storage_meter (tenant_id, project_id, metered_until)
        VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING
        """,
        tx.tenantId(),
        projectId,
        from);
    return tx.one(
            """
            SELECT metered_until
            FROM catalog.storage_meter
            WHERE tenant_id = $1 AND project_id = $2
            FOR NO KEY UPDATE
            """,
            tx.tenantId(),
            projectId)
        .map(row -> row.getOffsetDateTime("metered_until"));
  }

  private static BigDecimal gibHours(
      Transaction tx, UUID projectId, OffsetDateTime from, OffsetDateTime to) {
    BigDecimal byteSeconds =
        tx.one(
                """
                WITH stored AS (
                  SELECT digest, size_bytes, added_at
                  FROM catalog.dataset_file
                  WHERE tenant_id = $1 AND project_id = $2
                  UNION ALL
                  SELECT digest, size_bytes, added_at
                  FROM catalog.artifact
                  WHERE tenant_id = $1 AND project_id = $2
                  UNION ALL
                  SELECT digest, size_bytes, added_at
                  FROM catalog.model_file
                  WHERE tenant_id = $1 AND project_id = $2
                ),
                objects AS (
                  SELECT digest, max(size_bytes) AS size_bytes, min(added_at) AS since
                  FROM stored
                  GROUP BY digest
                )
                SELECT coalesce(
                  sum(size_bytes * extract(epoch FROM $4::timestamptz - greatest(since, $3::timestamptz))), 0)
                  AS byte_seconds
                FROM objects
                WHERE since < $4
                """,
                tx.tenantId(),
                projectId,
                from,
                to)
            .orElseThrow()
            .getBigDecimal("byte_seconds");
    return byteSeconds.divide(
        BYTE_SECONDS_PER_GIB_HOUR, UsageEvent.MAX_DECIMAL_PLACES, RoundingMode.HALF_EVEN);
  }

  OffsetDateTime startOf(OffsetDateTime time) {
    long seconds = window.toSeconds();
    return OffsetDateTime.ofInstant(
        Instant.ofEpochSecond(Math.floorDiv(time.toEpochSecond(), seconds) * seconds),
        ZoneOffset.UTC);
  }
}
