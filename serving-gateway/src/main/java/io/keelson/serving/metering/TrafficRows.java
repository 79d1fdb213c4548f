package io.keelson.serving.metering;

import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.event.LiveSignals;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Writes what this process carried in the current minute, again and again until the minute is over;
 * each tenant's apart.
 */
final class TrafficRows {
  private final TenantDatabase database;
  private final ServingSignals signals;
  private final UUID instanceId;
  private final InstantSource clock;
  private final Map<UUID, Minute> byTenant = new ConcurrentHashMap<>();

  TrafficRows(TenantDatabase database, LiveSignals signals, UUID instanceId, InstantSource clock) {
    this.database = database;
    this.signals = new ServingSignals(signals);
    this.instanceId = instanceId;
    this.clock = clock;
  }

  private OffsetDateTime currentMinute() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.MINUTES);
  }

  /** What one tenant's counters say of a minute, and what of it is written. */
  private final class Minute {
    private OffsetDateTime begin = currentMinute();
    private Map<RevisionCounter, RevisionCounter.Totals> atBegin = Map.of();
    private final Map<RevisionCounter.Key, Long> written = new HashMap<>();

    Unwritten look(List<RevisionCounter> counters) {
      Map<RevisionCounter, RevisionCounter.Totals> now = new HashMap<>();
      Map<RevisionCounter.Key, RevisionCounter.Totals> within = new HashMap<>();
      for (RevisionCounter counter : counters) {
        RevisionCounter.Totals totals = counter.totals();
        now.put(counter, totals);
        // A revision that has come back has two, until the first one is billed.
        within.merge(
            counter.key(),
            totals.since(atBegin.getOrDefault(counter, RevisionCounter.Totals.NONE)),
            RevisionCounter.Totals::plus);
      }
      within
          .entrySet()
          .removeIf(of -> of.getValue().requests() <= written.getOrDefault(of.getKey(), 0L));
      return new Unwritten(this, now, within);
    }

    void isWritten(Unwritten looked) {
      looked.within.forEach((key, totals) -> written.put(key, totals.requests()));
      if (currentMinute().isAfter(begin)) {
        begin = currentMinute();
        atBegin = looked.now;
        written.clear();
      }
    }
  }

  /** Numbers of one tenant that are newer than its rows. */
  static final class Unwritten {
    private final Minute minute;
    private final Map<RevisionCounter, RevisionCounter.Totals> now;
    private final Map<RevisionCounter.Key, RevisionCounter.Totals> within;

    private Unwritten(
        Minute minute,
        Map<RevisionCounter, RevisionCounter.Totals> now,
        Map<RevisionCounter.Key, RevisionCounter.Totals> within) {
      this.minute = minute;
      this.now = now;
      this.within = within;
    }

    boolean isNothing() {
      return within.isEmpty();
    }
  }

  /**
   * Called by one thread at a time for each tenant, at least once a minute: what comes between two
   * calls counts for the minute of the first.
   *
   * @param counters all of the tenant's
   * @return what {@link #write} is to write before the next call
   */
  Unwritten look(UUID tenantId, List<RevisionCounter> counters) {
    Minute minute = byTenant.computeIfAbsent(tenantId, first -> new Minute());
    Unwritten found = minute.look(counters);
    if (found.isNothing()) {
      minute.isWritten(found);
    }
    return found;
  }

  /** Where it fails the next {@link #look} finds it again. */
  void write(UUID tenantId, Unwritten unwritten) {
    if (unwritten.isNothing()) {
      return;
    }
    List<Tuple> rows = new ArrayList<>();
    unwritten.within.forEach((key, totals) -> rows.add(row(key, unwritten.minute.begin, totals)));
    upsert(tenantId, rows);
    unwritten.minute.isWritten(unwritten);
    unwritten.within.keySet().stream()
        .map(RevisionCounter.Key::endpointId)
        .collect(Collectors.toSet())
        .forEach(endpointId -> signals.trafficCounted(tenantId, endpointId));
  }

  /** Of others nothing is counted any more. */
  void retain(Collection<UUID> tenants) {
    byTenant.keySet().retainAll(tenants);
  }

  private Tuple row(RevisionCounter.Key key, OffsetDateTime minute, RevisionCounter.Totals totals) {
    return Tuple.of(
            key.tenantId(),
            key.endpointId(),
            minute,
            key.revisionId(),
            instanceId,
            totals.requests())
        .addValue(totals.errors())
        .addValue(totals.latencySumMicros())
        .addValue(trimmed(totals.latencyCounts()));
  }

  private static Long[] trimmed(long[] counts) {
    int length = counts.length;
    while (length > 0 && counts[length - 1] == 0) {
      length--;
    }
    Long[] out = new Long[length];
    for (int i = 0; i < length; i++) {
      out[i] = counts[i];
    }
    return out;
  }

  private void upsert(UUID tenantId, List<Tuple> rows) {
    database.transact(
        tenantId,
        tx ->
            tx.batch(
                """
                INSERT INTO serving.traffic
                  (tenant_id, endpoint_id, minute, revision_id, instance_id, requests, errors,
                   latency_sum_us, latency_counts)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (tenant_id, endpoint_id, minute, revision_id, instance_id)
                DO UPDATE SET requests = excluded.requests,
                  errors = excluded.errors,
                  latency_sum_us = excluded.latency_sum_us,
                  latency_counts = excluded.latency_counts
                """,
                rows));
  }
}
