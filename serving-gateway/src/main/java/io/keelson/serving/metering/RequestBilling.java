package io.keelson.serving.metering;

import io.keelson.billing.usage.Meter;
import io.keelson.billing.usage.UsageEvent;
import io.keelson.billing.usage.UsageLabels;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Brings answered requests to the ledger, each once. Counters only grow; how much of one is billed
 * stands in the database and moves on in the transaction that writes the ledger's line, so that a
 * crash at any point leaves both or neither. What was counted and not billed is billed the next
 * time, by whoever opens the file.
 */
public final class RequestBilling {
  /** Then it is the database. */
  private static final int MAX_FAILURES_IN_A_ROW = 3;

  private final TenantDatabase database;
  private final UsageLedger ledger;
  private final InstantSource clock;

  public RequestBilling(TenantDatabase database, UsageLedger ledger, InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Bills what counters of ours have counted until now, as far as it is not known to be billed; one
   * that cannot be keeps no other from it.
   *
   * @param counters of one tenant
   */
  void bill(Collection<RevisionCounter> counters) {
    long now = clock.instant().toEpochMilli();
    each(
        counters,
        counter -> {
          if (!counter.isBilled()) {
            counter.slot().ifPresent(slot -> counter.billed(bill(slot, now)));
          }
        });
  }

  /** Bills what a process that has ended left behind, and removes its file. */
  public void billAbandoned(CounterFile file) {
    if (file.isUsable()) {
      long untilMillis = file.seenMillis();
      eachTenant(file.slots(), slot -> bill(slot, untilMillis));
    }
    forget(file);
  }

  /**
   * Removes the file of a process that has ended, all of it billed, and then what is on the ledger
   * of it: should we die in between, rows stay that nobody needs, and nothing is billed twice.
   */
  public void forget(CounterFile file) {
    List<CounterFile.Slot> slots = file.isUsable() ? file.slots() : List.of();
    file.delete();
    eachTenant(slots, this::forget);
  }

  /** Removes what is on the ledger of a slot that is free again, or whose file is gone. */
  void forget(CounterFile.Slot slot) {
    RevisionCounter.Key key = slot.key();
    database.transact(
        key.tenantId(),
        tx ->
            tx.update(
                """
                DELETE FROM serving.metering_cursor
                WHERE tenant_id = $1 AND instance_id = $2 AND revision_id = $3
                """,
                key.tenantId(),
                slot.id(),
                key.revisionId()));
  }

  /**
   * A tenant of which it fails keeps no other from its turn. They come in another order each time,
   * so that those of which it fails stand before nobody for long.
   */
  private static void eachTenant(List<CounterFile.Slot> slots, Consumer<CounterFile.Slot> work) {
    List<List<CounterFile.Slot>> tenants =
        new ArrayList<>(
            slots.stream().collect(Collectors.groupingBy(slot -> slot.key().tenantId())).values());
    Collections.shuffle(tenants);
    RuntimeException failure = null;
    int failed = 0;
    for (List<CounterFile.Slot> ofTenant : tenants) {
      try {
        each(ofTenant, work);
        failed = 0;
      } catch (RuntimeException e) {
        failure = e;
        failed++;
      }
      if (failed == MAX_FAILURES_IN_A_ROW) {
        break;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** One that fails keeps no other from its turn, unless the database is away. */
  private static <T> void each(Collection<T> all, Consumer<T> work) {
    RuntimeException failure = null;
    for (T one : all) {
      try {
        work.accept(one);
      } catch (Unavailable e) {
        throw e;
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Returns how much of it is on the ledger now. */
  private long bill(CounterFile.Slot slot, long untilMillis) {
    long counted = slot.value();
    if (counted == 0) {
      return 0;
    }
    RevisionCounter.Key key = slot.key();
    database.transact(
        key.tenantId(),
        tx -> {
          Cursor cursor = cursor(tx, slot);
          if (counted > cursor.billed()) {
            write(tx, slot.id(), key, cursor, counted, time(untilMillis));
          }
          return null;
        });
    return counted;
  }

  private record Cursor(long billed, long sequence, OffsetDateTime until) {}

  private static Cursor cursor(Transaction tx, CounterFile.Slot slot) {
    RevisionCounter.Key key = slot.key();
    Optional<Row> row =
        tx.one(
            """
            SELECT billed_requests, sequence, billed_until
            FROM serving.metering_cursor
            WHERE tenant_id = $1 AND instance_id = $2 AND revision_id = $3
            FOR NO KEY UPDATE
            """,
            key.tenantId(),
            slot.id(),
            key.revisionId());
    return row.map(
            found ->
                new Cursor(
                    found.getLong("billed_requests"),
                    found.getLong("sequence"),
                    found.getOffsetDateTime("billed_until")))
        .orElseGet(() -> new Cursor(0, 0, time(slot.sinceMillis())));
  }

  private void write(
      Transaction tx,
      UUID slotId,
      RevisionCounter.Key key,
      Cursor cursor,
      long counted,
      OffsetDateTime until) {
    OffsetDateTime to = until.isBefore(cursor.until()) ? cursor.until() : until;
    OffsetDateTime longest = to.minus(UsageEvent.MAX_INTERVAL);
    OffsetDateTime from = cursor.until().isBefore(longest) ? longest : cursor.until();
    UUID sourceId = Ids.fromName("inference", slotId, key.revisionId(), cursor.sequence());
    String endpoint =
        tx.one(
                "SELECT name FROM serving.endpoint WHERE tenant_id = $1 AND id = $2",
                key.tenantId(),
                key.endpointId())
            .map(row -> row.getString("name"))
            .orElse(key.endpointId().toString());
    ledger.record(
        tx,
        UsageEvent.of(
            Meter.INFERENCE_REQUESTS,
            BigDecimal.valueOf(counted - cursor.billed()),
            key.projectId(),
            endpoint,
            sourceId,
            from,
            to,
            Map.of(
                UsageLabels.ENDPOINT,
                key.endpointId().toString(),
                "revisionId",
                key.revisionId().toString())));
    tx.update(
        """
        INSERT INTO serving.metering_cursor
          (tenant_id, instance_id, revision_id, billed_requests, sequence, billed_until)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, instance_id, revision_id)
        DO UPDATE SET billed_requests = excluded.billed_requests,
          sequence = excluded.sequence,
          billed_until = excluded.billed_until
        """,
        key.tenantId(),
        slotId,
        key.revisionId(),
        counted,
        cursor.sequence() + 1,
        to);
  }

  private static OffsetDateTime time(long millis) {
    return OffsetDateTime.ofInstant(
        Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
  }
}
