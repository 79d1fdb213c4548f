package io.keelson.api.catalog.storage;

import io.keelson.api.catalog.storage.StoredBytes.Window;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Writes the bytes that each project stores, times how long, to the ledger: windows that end on the
 * clock, each exactly once. Equal files of a project are stored once and count once, from when the
 * first of them came to when the last of them went.
 *
 * <p>The database notes files that come and go, see {@code catalog.storage_change}; a window is the
 * sum that was stored at its beginning and those changes, however much a project stores; one with
 * very many changes is taken in parts. A project that stores nothing costs nothing.
 */
public final class StorageMeter {
  private static final Logger LOG = Logger.getLogger(StorageMeter.class);

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

  private record DueProject(UUID tenantId, UUID id) {}

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
        more |= meterOrLater(project, end);
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
                row -> new DueProject(row.getUUID("tenant_id"), row.getUUID("project_id")),
                """
                SELECT tenant_id, project_id
                FROM (
                  SELECT tenant_id, project_id
                  FROM catalog.storage_meter
                  WHERE bytes > 0 AND metered_until < $1
                  UNION
                  SELECT tenant_id, project_id
                  FROM catalog.storage_change
                  WHERE at < $1
                ) due
                WHERE $2::uuid IS NULL OR (tenant_id, project_id) > ($2, $3)
                ORDER BY tenant_id, project_id
                LIMIT $4
                """,
                end,
                after == null ? null : after.tenantId(),
                after == null ? null : after.id(),
                PROJECTS_PER_SCAN));
  }

  /** What fails is due again with the next pass, and holds up no other project. */
  private boolean meterOrLater(DueProject project, OffsetDateTime end) {
    try {
      return meter(project, end);
    } catch (RuntimeException e) {
      LOG.warnf(
          e,
          "what project %s of tenant %s stores is not metered",
          project.id(),
          project.tenantId());
      return false;
    }
  }

  /** Whether more windows are due. */
  private boolean meter(DueProject project, OffsetDateTime end) {
    for (int i = 0; i < MAX_WINDOWS_PER_PASS; i++) {
      if (!database.transact(project.tenantId(), tx -> meterWindow(tx, project.id(), end))) {
        return false;
      }
    }
    return true;
  }

  /** False when no window is due: another process may have been faster. */
  private boolean meterWindow(Transaction tx, UUID projectId, OffsetDateTime end) {
    Optional<Window> due = StoredBytes.lock(tx, projectId, this::startOf).flatMap(from(end));
    due.ifPresent(whole -> write(tx, projectId, StoredBytes.bounded(tx, projectId, whole)));
    return due.isPresent();
  }

  /**
   * Meters a window of a project whose files have all gone, the last one as far as they went: it
   * does not wait for the clock.
   *
   * @return false when nothing is left to be metered
   */
  boolean settle(Transaction tx, UUID projectId) {
    Optional<OffsetDateTime> last = StoredBytes.lastChange(tx, projectId);
    Optional<OffsetDateTime> from = StoredBytes.lock(tx, projectId, this::startOf);
    if (last.isEmpty() || from.isEmpty()) {
      return false;
    }
    OffsetDateTime end = startOf(from.get()).plus(window);
    OffsetDateTime justAfter = last.get().plus(1, ChronoUnit.MICROS);
    Window due = new Window(from.get(), end.isBefore(justAfter) ? end : justAfter);
    write(tx, projectId, StoredBytes.bounded(tx, projectId, due));
    return true;
  }

  private void write(Transaction tx, UUID projectId, Window part) {
    BigDecimal byteSeconds = StoredBytes.advance(tx, projectId, part);
    BigDecimal quantity =
        byteSeconds.divide(
            BYTE_SECONDS_PER_GIB_HOUR, UsageEvent.MAX_DECIMAL_PLACES, RoundingMode.HALF_EVEN);
    if (quantity.signum() > 0) {
      ledger.record(
          tx,
          UsageEvent.of(
              Meter.STORAGE_GIB_HOURS,
              quantity,
              projectId,
              RESOURCE,
              projectId,
              part.from(),
              part.to(),
              Map.of()));
    }
  }

  /** The rest of the clock's window, where it has ended. */
  private Function<OffsetDateTime, Optional<Window>> from(OffsetDateTime end) {
    return from ->
        from.isBefore(end)
            ? Optional.of(new Window(from, startOf(from).plus(window)))
            : Optional.empty();
  }

  OffsetDateTime startOf(OffsetDateTime time) {
    long seconds = window.toSeconds();
    return OffsetDateTime.ofInstant(
        Instant.ofEpochSecond(Math.floorDiv(time.toEpochSecond(), seconds) * seconds),
        ZoneOffset.UTC);
  }
}
