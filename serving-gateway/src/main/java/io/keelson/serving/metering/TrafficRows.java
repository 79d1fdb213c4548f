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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes what this process carried in the current minute, again and again until the minute is over.
 */
final class TrafficRows {
  private final TenantDatabase database;
  private final ServingSignals signals;
  private final UUID instanceId;
  private final InstantSource clock;
  private final Map<RevisionCounter.Key, RevisionCounter.Totals> atMinute = new HashMap<>();
  private final Map<RevisionCounter.Key, Long> written = new HashMap<>();
  private OffsetDateTime minute;

  TrafficRows(TenantDatabase database, LiveSignals signals, UUID instanceId, InstantSource clock) {
    this.database = database;
    this.signals = new ServingSignals(signals);
    this.instanceId = instanceId;
    this.clock = clock;
    this.minute = currentMinute();
  }

  private OffsetDateTime currentMinute() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.MINUTES);
  }

  /**
   * Called by one thread, at least once a minute: what comes between two calls counts for the
   * minute of the first.
   */
  void write(RequestCounters counters) {
    Map<UUID, List<Tuple>> byTenant = new HashMap<>();
    Map<UUID, Set<UUID>> endpoints = new HashMap<>();
    Map<RevisionCounter.Key, RevisionCounter.Totals> now = new HashMap<>();
    for (RevisionCounter counter : counters.all()) {
      RevisionCounter.Key key = counter.key();
      RevisionCounter.Totals totals = counter.totals();
      now.put(key, totals);
      RevisionCounter.Totals inMinute =
          totals.since(atMinute.getOrDefault(key, RevisionCounter.Totals.NONE));
      if (inMinute.requests() > written.getOrDefault(key, 0L)) {
        byTenant.computeIfAbsent(key.tenantId(), id -> new ArrayList<>()).add(row(key, inMinute));
        endpoints.computeIfAbsent(key.tenantId(), id -> new HashSet<>()).add(key.endpointId());
        written.put(key, inMinute.requests());
      }
    }
    byTenant.forEach(this::upsert);
    endpoints.forEach((tenant, ids) -> ids.forEach(id -> signals.trafficCounted(tenant, id)));
    if (currentMinute().isAfter(minute)) {
      minute = currentMinute();
      atMinute.putAll(now);
      written.clear();
    }
  }

  /** The counter of the key is gone; one that may come for it later begins at nothing. */
  void forget(RevisionCounter.Key key) {
    atMinute.remove(key);
    written.remove(key);
  }

  private Tuple row(RevisionCounter.Key key, RevisionCounter.Totals totals) {
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
