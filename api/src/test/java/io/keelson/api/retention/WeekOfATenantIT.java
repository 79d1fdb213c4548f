package io.keelson.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetFiles;
import io.keelson.api.catalog.project.Projects;
import io.keelson.api.catalog.storage.StorageMeter;
import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.lease.HeldLeases;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.object.ObjectCollection;
import io.keelson.tenancy.object.UploadExpiry;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.RetentionSweep;
import io.keelson.tenancy.retention.Retentions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The life of a tenant, day by day on a clock that is moved, with all removers at work. */
@Tag("heavy")
class WeekOfATenantIT {
  private static final int DAYS = 7;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration KEPT = Duration.ofDays(2);

  /** Everything that goes after some time goes after two days here, so that a week shows it. */

  /** Longer than this life: {@code AuditMonthsIT} lets months pass, and holds that they go. */
  private static final String KEPT_BY_MONTHS = "tenancy.audit_entry";

  private CatalogFixture ground;
  private RetentionSweep sweep;
  private ObjectCollection collection;
  private UploadExpiry expiry;
  private HeldLeases holders;
  private StorageMeter storage;
  private UUID project;
  private UUID experiment;
  private final UUID endpoint = Ids.next();
  private final UUID revision = Ids.next();
  private int day;

  @BeforeEach
  void open() throws SQLException {
    ground = new CatalogFixture();
    sweep =
        new RetentionSweep(
            ground.system,
            ground.database,
            NothingGrowsForEverIT.features().stream().map(WeekOfATenantIT::sooner).toList(),
            ground.clock);
    collection =
        new ObjectCollection(
            ground.system,
            ground.database,
            ground.store,
            NothingGrowsForEverIT.references(),
            KEPT,
            ground.clock);
    expiry = new UploadExpiry(ground.system, ground.database, ground.store, ground.clock);
    holders = new HeldLeases(ground.system, 1, 1);
    storage =
        new StorageMeter(
            ground.system,
            ground.database,
            new UsageLedger(ground.database, new PriceBook(), ground.clock),
            HOUR,
            ground.clock);
    ground.asOwner(
        "INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at) VALUES ('%s', 'demo', 'Demo', now())"
            .formatted(ground.tenantId));
    project = ground.project("wine").id();
    experiment = ground.experiment(project);
    ground.database.transact(ground.tenantId, this::deploy);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  /** The same rows go, after {@link #KEPT} at the latest. */
  private static Retentions sooner(Retentions feature) {
    return new Retentions() {
      @Override
      public List<Retention> retentions() {
        return feature.retentions().stream()
            .map(all -> new Retention(all.table(), sooner(all.kept()), all.over(), all.condition()))
            .toList();
      }

      @Override
      public int removeOver(Transaction tx, OffsetDateTime now, int limit) {
        return feature.removeOver(tx, now, limit);
      }
    };
  }

  private static Duration sooner(Duration kept) {
    return kept.compareTo(KEPT) < 0 ? kept : KEPT;
  }

  private Void deploy(Transaction tx) {
    tx.update(
        """
        INSERT INTO serving.endpoint (tenant_id, id, project_id, name, created_by, created_at)
        VALUES ($1, $2, $3, 'wine', 'demo', $4)
        """,
        tx.tenantId(),
        endpoint,
        project,
        ground.now());
    tx.update(
        """
        INSERT INTO serving.revision (tenant_id, id, endpoint_id, number, status, model_version_id, model_label,
          model_files, signature, backend, weight, min_replicas, max_replicas, cpus, memory_bytes, submitted_by,
          created_at, status_since, next_check_at)
        VALUES ($1, $2, $3, 1, 'READY', $2, 'wine 1', '[]', '{}', 'DJL', 100, 1, 1, 1, 1, 'demo', $4, $4, $4)
        """,
        tx.tenantId(),
        revision,
        endpoint,
        ground.now());
    return null;
  }

  @Test
  void noTableWithARemoverGrows() {
    Map<String, Long> seen = new HashMap<>();
    for (int i = 0; i < DAYS; i++) {
      live(seen);
    }
    Map<String, Long> before = rows();
    for (int i = 0; i < DAYS; i++) {
      live(seen);
    }
    Map<String, Long> after = rows();
    for (RemoversTable.Line line : RemoversTable.read()) {
      if (line.stays() || line.table().equals(KEPT_BY_MONTHS)) {
        continue;
      }
      assertThat(after.get(line.table()))
          .as("%s after a second week", line.table())
          .isLessThanOrEqualTo(before.get(line.table()));
      if (line.isSwept()) {
        assertThat(seen.get(line.table())).as("%s was written to", line.table()).isPositive();
      }
    }
  }

  /** A day, on which every remover has its turn each hour. */
  private void live(Map<String, Long> seen) {
    work();
    rows().forEach((table, count) -> seen.merge(table, count, Math::max));
    for (int hour = 0; hour < 24; hour++) {
      ground.clock.advance(HOUR);
      traffic(hour);
      remove();
    }
    day++;
  }

  private void remove() {
    boolean more;
    do {
      more = sweep.round();
    } while (more);
    collection.round();
    expiry.expireDue();
    expiry.deleteDue();
    silentForAnotherHour();
    holders.forgetOldHolders();
    meter();
  }

  /** Processes are heard of by the database's own clock. */
  private void silentForAnotherHour() {
    try {
      ground.asOwner("UPDATE compute.holder SET heartbeat_at = heartbeat_at - interval '1 hour'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The database's own clock says when files go, and is ahead of this life's. */
  private void meter() {
    try {
      ground.asOwner(
          "UPDATE catalog.storage_change SET at = '%1$s' WHERE at > '%1$s'"
              .formatted(ground.now().minusSeconds(1)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    boolean more;
    do {
      more = storage.meterDue();
    } while (more);
  }

  private void work() {
    ground.projects.create(
        ground.withKey("day-" + day), new Projects.NewProject("day-" + day, "Day", null));
    UUID version = ground.openVersion(project);
    ground.upload(version, "wine.csv", bytes("the same every day"));
    ground.files.startUpload(
        ground.caller, new DatasetFiles.StartUpload(version, "late.csv", 5, null));
    ground.objects.putBytes(ground.tenantId, bytes("nothing names this of day " + day));
    ground.database.transact(
        ground.tenantId,
        tx -> {
          events(tx);
          endedKey(tx);
          endedInvitation(tx);
          limits(tx);
          replica(tx);
          new WatchedDay(tx, project, endpoint, revision, ground.now()).pass();
          return null;
        });
    ground.deliver();
    holder();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One that is delivered, one that was given up, and one that no handler takes any more. */
  private void events(Transaction tx) {
    ground.outbox.publish(
        tx,
        "JobStarted",
        Ids.next(),
        new JsonObject().put("jobId", Ids.next().toString()).put("kind", "SERVICE"));
    UUID given = event(tx);
    tx.update(
        """
        INSERT INTO tenancy.dead_letter (tenant_id, id, event_id, handler, attempts, died_at)
        VALUES ($1, $2, $2, 'gone', 20, $3)
        """,
        tx.tenantId(),
        given,
        ground.now());
    tx.update(
        "INSERT INTO tenancy.delivery (tenant_id, event_id, handler, due_at) VALUES ($1, $2, 'gone', $3)",
        tx.tenantId(),
        event(tx),
        ground.now());
  }

  private UUID event(Transaction tx) {
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO tenancy.event (tenant_id, id, type, subject_id, payload, created_at)
        VALUES ($1, $2, 'ThingHappened', $2, '{}', $3)
        """,
        tx.tenantId(),
        id,
        ground.now());
    return id;
  }

  private void endedKey(Transaction tx) {
    tx.update(
        """
        INSERT INTO tenancy.api_key
          (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_by, created_at, revoked_at)
        VALUES ($1, $2, 'ci', 'ci', decode($3, 'hex'), '{}', '{}', 'demo', $4, $4)
        """,
        tx.tenantId(),
        Ids.next(),
        "%08x".formatted(day),
        ground.now());
  }

  /** One that nobody accepts, and its mail. */
  private void endedInvitation(Transaction tx) {
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO tenancy.invitation
          (tenant_id, id, email, status, life_s, expires_at, asked_at, ended_at, created_by, created_by_kind, created_at)
        VALUES ($1, $2, 'somebody@people.example', 'REVOKED', 3600, $3, $3, $3, 'demo', 'PLATFORM', $3)
        """,
        tx.tenantId(),
        id,
        ground.now());
    tx.update(
        "INSERT INTO tenancy.role_grant (tenant_id, id, invitation_id, role) VALUES ($1, $2, $2, 'VIEWER')",
        tx.tenantId(),
        id);
    tx.update(
        """
        INSERT INTO tenancy.local_mail (tenant_id, id, recipient, subject, body, sent_at)
        VALUES ($1, $2, 'somebody@people.example', 's', 'b', $3)
        """,
        tx.tenantId(),
        id,
        ground.now());
  }

  /** What was in use, a refusal, and points. */
  private void limits(Transaction tx) {
    LocalDate today = ground.now().toLocalDate();
    tx.update(
        "INSERT INTO tenancy.quota_day (tenant_id, day, name, peak) VALUES ($1, $2, 'CPUS', 1)",
        tx.tenantId(),
        today);
    tx.update(
        """
        INSERT INTO tenancy.refusal_day
          (tenant_id, day, name, actor_kind, actor_id, actor, refused, last_at)
        VALUES ($1, $2, 'CPUS', 'PERSON', $1, 'demo', 1, $3)
        """,
        tx.tenantId(),
        today,
        ground.now());
    tx.update(
        """
        INSERT INTO tenancy.caller_points
          (tenant_id, hour, caller_kind, caller_id, key_id, caller, points, calls, last_at)
        VALUES ($1, date_trunc('hour', $2::timestamptz), 'PERSON', $1, $1, 'demo', 1, 1, $2)
        """,
        tx.tenantId(),
        ground.now());
    tx.update(
        """
        INSERT INTO tenancy.operation_points (tenant_id, hour, operation, points, calls)
        VALUES ($1, date_trunc('hour', $2::timestamptz), 'Runs', 1, 1)
        """,
        tx.tenantId(),
        ground.now());
    tx.update(
        """
        INSERT INTO tenancy.minute_points (tenant_id, minute, points, refused)
        VALUES ($1, date_trunc('minute', $2::timestamptz), 1, 0)
        """,
        tx.tenantId(),
        ground.now());
  }

  /** A replica that started, said something, and ended. */
  private void replica(Transaction tx) {
    UUID job = Ids.next();
    OffsetDateTime now = ground.now();
    tx.update(
        """
        INSERT INTO compute.job (tenant_id, id, project_id, name, kind, status, command, environment, parameters, inputs,
          cpu_millis, memory_bytes, submitted_by, submitted_at, ended_at)
        VALUES ($1, $2, $3, 'replica', 'SERVICE', 'CANCELLED', '{true}', '{}', '{}', $4, 1, 1, 'demo', $5, $5)
        """,
        tx.tenantId(),
        job,
        project,
        new JsonArray(),
        now);
    tx.update(
        """
        INSERT INTO compute.lease (tenant_id, id, job_id, project_id, kind, attempt, fence, status, provider,
          instance_type, host_id, slot, holder_id, cpu_millis, memory_bytes, requested_at, heard_at, released_at)
        VALUES ($1, $2, $2, $3, 'SERVICE', 1, 1, 'RELEASED', 'local', 'local', 'host', 1, $2, 1, 1, $4, $4, $4)
        """,
        tx.tenantId(),
        job,
        project,
        now);
    for (int seq = 0; seq < 3; seq++) {
      String digest =
          ground
              .objects
              .putBytes(tx.tenantId(), bytes("day %d, chunk %d".formatted(day, seq)))
              .digest();
      tx.update(
          """
          INSERT INTO compute.log_chunk (tenant_id, job_id, seq, attempt, from_line, to_line, out_offset_bytes,
            err_offset_bytes, total_bytes, digest, created_at)
          VALUES ($1, $2, $3, 1, 1, 1, 0, 0, 1, $4, $5)
          """,
          tx.tenantId(),
          job,
          seq,
          digest,
          now);
    }
    tx.update(
        """
        INSERT INTO serving.replica (tenant_id, job_id, revision_id, slot, attempt, created_at, ended_at)
        VALUES ($1, $2, $3, 0, $4, $5, $5)
        """,
        tx.tenantId(),
        job,
        revision,
        day + 1,
        now);
    tx.update(
        """
        INSERT INTO serving.metering_cursor (tenant_id, instance_id, revision_id, billed_requests, sequence, billed_until)
        VALUES ($1, $2, $3, 1, 1, $4)
        """,
        tx.tenantId(),
        job,
        revision,
        now);
  }

  private void traffic(int hour) {
    ground.database.transact(
        ground.tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO serving.traffic
                  (tenant_id, endpoint_id, minute, revision_id, instance_id, requests, errors, latency_sum_us, latency_counts)
                VALUES ($1, $2, $3, $4, $4, $5, 0, 1, '{1}')
                """,
                tx.tenantId(), endpoint, ground.now(), revision, (long) hour));
  }

  private void holder() {
    try {
      ground.asOwner(
          "INSERT INTO compute.holder (id, host_id, started_at, heartbeat_at) VALUES ('%s', 'host', now(), now())"
              .formatted(Ids.next()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Long> rows() {
    List<String> tables = RemoversTable.read().stream().map(RemoversTable.Line::table).toList();
    Map<String, Long> rows = new HashMap<>();
    for (String table : tables) {
      rows.put(table, ground.count("SELECT count(*) FROM " + table));
    }
    return rows;
  }
}
