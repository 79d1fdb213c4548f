package io.keelson.api.catalog.collection.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.api.catalog.collection.Collector;
import io.keelson.api.catalog.collection.CollectorRows;
import io.keelson.api.catalog.collection.schema.EventSchema;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.quota.Quota;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.refusal.Refusals;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes events in: what it says is taken has been committed, and is taken once. */
@ApplicationScoped
public class EventIntake {
  private static final Duration LATER = Duration.ofSeconds(5);
  private static final long MAX_SCHEMA_BYTES = 16 << 20;

  /** What may wait of one collector until it is sealed; more is to come again later. */
  private static final long MAX_WAITING_BYTES = 512L << 20;

  private static final long MAX_WAITING_BYTES_OF_TENANT = 2L << 30;

  /** A schema in memory is larger than its text. */
  private static final int HEAP_BYTES_PER_CHARACTER = 16;

  private static final int HEAP_BYTES_PER_SCHEMA = 512;

  private final TenantDatabase database;
  private final CatalogReads reads;
  private final ProjectAccess access;
  private final Quotas quotas;
  private final Refusals refusals;
  private final InstantSource clock;

  /** By what never changes: a version of a collector. */
  private final Cache<Version, EventSchema> schemas =
      Caffeine.newBuilder()
          .maximumWeight(MAX_SCHEMA_BYTES)
          .weigher((Version version, EventSchema schema) -> version.weight())
          .build();

  private record Version(UUID tenantId, UUID collectorId, int number, int weight) {
    static Version of(UUID tenantId, Collector collector) {
      int weight = HEAP_BYTES_PER_SCHEMA + HEAP_BYTES_PER_CHARACTER * collector.schema().length();
      return new Version(tenantId, collector.id(), collector.version(), weight);
    }
  }

  public EventIntake(
      TenantDatabase database,
      CatalogReads reads,
      ProjectAccess access,
      Quotas quotas,
      Refusals refusals,
      InstantSource clock) {
    this.database = database;
    this.reads = reads;
    this.access = access;
    this.quotas = quotas;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * A collector that the caller may send to.
   *
   * @param schema that events are held to
   */
  public record Open(Collector collector, EventSchema schema) {}

  /**
   * To be asked before anything is read of what comes.
   *
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without DATASET_WRITE in its project
   * @throws RateLimited while too much waits of it, or of all of the tenant's
   */
  public Open open(Principal principal, UUID collectorId) {
    record Found(Collector collector, long waitingBytes, long waitingBytesOfTenant) {}
    Found found =
        reads.one(
            principal,
            CollectorRows.WHAT,
            row ->
                new Found(
                    CollectorRows.collector(row),
                    row.getLong("waiting"),
                    row.getLong("waiting_of_tenant")),
            """
            SELECT c.*, w.waiting, w.waiting_of_tenant
            FROM (%s AND c.id = $2) AS c
            CROSS JOIN LATERAL (
              SELECT coalesce(sum(b.bytes), 0)::bigint AS waiting_of_tenant,
                coalesce(sum(b.bytes) FILTER (WHERE b.collector_id = c.id), 0)::bigint AS waiting
              FROM catalog.collector_backlog b
              WHERE b.tenant_id = $1
            ) AS w
            """
                .formatted(CollectorRows.SELECT),
            collectorId);
    Collector collector = found.collector();
    access.require(principal, Permission.DATASET_WRITE, collector.projectId(), CollectorRows.WHAT);
    requireRoom(found.waitingBytes(), found.waitingBytesOfTenant());
    return new Open(collector, schema(principal.tenantId(), collector));
  }

  private static void requireRoom(long waitingBytes, long maxBytes, String whose) {
    if (waitingBytes >= maxBytes) {
      throw new RateLimited(
          waitingBytes
              + " bytes of "
              + whose
              + " wait to be sealed (expected: less than "
              + maxBytes
              + "); send it again later",
          LATER);
    }
  }

  private EventSchema schema(UUID tenantId, Collector collector) {
    return collector.schema() == null
        ? EventSchema.ANY
        : schemas.get(
            Version.of(tenantId, collector),
            version -> EventSchema.parse("schema", collector.schema()));
  }

  /**
   * All of the events or none of them: whoever is told of a failure sends them again.
   *
   * @param rejected how many of the request were no events, for the collector's figures
   * @throws NotFound when the collector was deleted meanwhile
   * @throws Conflict when its project is being removed
   * @throws QuotaExceeded when the tenant stores as much as it may
   */
  public Taken take(
      Principal principal, Collector collector, List<CollectedEvent> events, int rejected) {
    if (events.isEmpty() && rejected == 0) {
      return Taken.NOTHING;
    }
    try {
      return database.transact(
          principal.tenantId(),
          tx -> {
            access.requireAll(tx, Set.of(collector.projectId()));
            BatchWriter writer = new BatchWriter(tx, collector.id(), now());
            Taken taken = writer.write(events, rejected);
            requireStorage(tx, writer.storedBytes());
            return taken;
          });
    } catch (QuotaExceeded full) {
      refusals.count(principal, full);
      throw full;
    }
  }

  /**
   * Takes rows of the platform's own: nobody's rights are asked, nor the collector's schema.
   *
   * @throws NotFound when there is no such collector, or it was deleted
   * @throws Conflict when its project is being removed
   * @throws RateLimited while too much waits of it, or of all of the tenant's
   * @throws QuotaExceeded when the tenant stores as much as it may
   */
  public Taken append(UUID tenantId, UUID collectorId, List<CollectedEvent> events) {
    return database.transact(tenantId, tx -> append(tx, collectorId, events));
  }

  /** {@link #append(UUID, UUID, List)} beside what else the transaction writes. */
  public Taken append(Transaction tx, UUID collectorId, List<CollectedEvent> events) {
    requireProjectAndRoom(tx, collectorId);
    BatchWriter writer = new BatchWriter(tx, collectorId, now());
    Taken taken = writer.write(events, 0);
    requireStorage(tx, writer.storedBytes());
    return taken;
  }

  private void requireProjectAndRoom(Transaction tx, UUID collectorId) {
    Row waiting =
        tx.one(
                """
                SELECT c.project_id, w.of_tenant, w.of_collector
                FROM catalog.collector c
                CROSS JOIN LATERAL (
                  SELECT coalesce(sum(bytes), 0)::bigint AS of_tenant,
                    coalesce(sum(bytes) FILTER (WHERE collector_id = c.id), 0)::bigint AS of_collector
                  FROM catalog.collector_backlog b
                  WHERE b.tenant_id = c.tenant_id
                ) AS w
                WHERE c.tenant_id = $1 AND c.id = $2
                """,
                tx.tenantId(),
                collectorId)
            .orElseThrow(() -> new NotFound(CollectorRows.WHAT));
    access.requireAll(tx, Set.of(waiting.getUUID("project_id")));
    requireRoom(waiting.getLong("of_collector"), waiting.getLong("of_tenant"));
  }

  private void requireRoom(long waitingBytes, long waitingBytesOfTenant) {
    requireRoom(waitingBytes, MAX_WAITING_BYTES, "the collector");
    requireRoom(waitingBytesOfTenant, MAX_WAITING_BYTES_OF_TENANT, "the organisation's collectors");
  }

  /** The bytes are counted at the end of the transaction, and until then nobody else is. */
  private void requireStorage(Transaction tx, long bytes) {
    if (bytes == 0) {
      return;
    }
    Quota stored = quotas.hold(tx, QuotaName.STORED_BYTES);
    if (!stored.hasRoomFor(bytes)) {
      throw stored.exceeded(bytes);
    }
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
