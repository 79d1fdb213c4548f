package io.keelson.api.catalog.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.profile.TableProfile;
import io.keelson.api.memory.RowBytes;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobOutput;
import io.keelson.compute.job.JobProgress;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.JobWork;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.object.ObjectRef;
import io.keelson.tenancy.quota.QuotaName;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sealed versions, and the jobs that validate them. */
final class ValidationGround implements AutoCloseable {
  static final RowBytes ANY = (bytes, what) -> {};
  final CatalogFixture catalog = new CatalogFixture();
  final UUID projectId = catalog.project("wine").id();
  private final JobProgress progress =
      new JobProgress(catalog.outbox, catalog.signals, catalog.clock);

  ValidationGround() {
    tenantIs("ACTIVE");
  }

  void tenantIs(String status) {
    try {
      catalog.asOwner(
          """
          INSERT INTO tenancy.tenant (tenant_id, slug, name, created_at, status)
          VALUES ('%1$s', 'tenant', 'Tenant', now(), '%2$s')
          ON CONFLICT (tenant_id) DO UPDATE SET status = excluded.status
          """
              .formatted(catalog.tenantId, status));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Jobs jobs(Map<QuotaName, Long> limits) {
    return new Jobs(catalog.database, progress, CatalogFixture.quotas(limits), catalog.clock);
  }

  ValidationLoop loop(ValidationConfig config, Map<QuotaName, Long> limits) {
    return new ValidationLoop(
        catalog.system,
        catalog.database,
        catalog.objects,
        jobs(limits),
        new SuiteRuns(
            catalog.suites, new Quarantines(catalog.datasets, catalog.derived), catalog.clock),
        catalog.signals,
        catalog.outbox,
        config,
        catalog.clock);
  }

  ValidationLoop loop() {
    return loop(ValidationConfig.defaults(), Map.of());
  }

  /** What is due now, all of it. */
  void work() {
    work(loop());
  }

  static void work(ValidationLoop loop) {
    for (int i = 0; loop.next(); i++) {
      if (i > 1_000) {
        throw new AssertionError("something is due again and again");
      }
    }
  }

  UUID sealed(String path, String content) {
    return sealed(Map.of(path, content.getBytes(UTF_8)));
  }

  UUID sealed(Map<String, byte[]> files) {
    UUID id = catalog.openVersion(projectId);
    files.forEach((path, content) -> catalog.upload(id, path, content));
    catalog.versions.seal(catalog.caller, id);
    catalog.deliver();
    return id;
  }

  DatasetVersion version(UUID id) {
    return catalog.versions.get(catalog.engineer, id);
  }

  List<TableProfile> tables(UUID id) {
    return catalog.profiles.page(catalog.engineer, id, 100, null);
  }

  /** The job under way. */
  Optional<UUID> jobOf(UUID versionId) {
    return catalog
        .database
        .transact(
            catalog.tenantId,
            tx ->
                tx.one(
                    """
                    SELECT job_id
                    FROM catalog.profile_task
                    WHERE tenant_id = $1 AND dataset_version_id = $2 AND job_id IS NOT NULL
                    """,
                    catalog.tenantId,
                    versionId))
        .map(row -> row.getUUID("job_id"));
  }

  long jobs() {
    return catalog.count("SELECT count(*) FROM compute.job");
  }

  Job job(UUID jobId) {
    return jobs(Map.of()).byIds(catalog.tenantId, List.of(jobId)).get(jobId);
  }

  JobWork workOf(UUID jobId) {
    return catalog.database.transact(catalog.tenantId, tx -> Jobs.work(tx, jobId));
  }

  /** As the broker would end it, whose event is delivered. */
  void end(UUID versionId, JobStatus status, String reason, Map<String, byte[]> outputs) {
    ended(versionId, status, reason, outputs);
    catalog.deliver();
  }

  void ended(UUID versionId, JobStatus status, String reason, Map<String, byte[]> outputs) {
    UUID jobId = jobOf(versionId).orElseThrow();
    Map<String, JobOutput> kept = new LinkedHashMap<>();
    outputs.forEach(
        (path, content) -> {
          ObjectRef stored = catalog.objects.putBytes(catalog.tenantId, content);
          kept.put(path, new JobOutput(path, stored.digest(), stored.sizeBytes()));
        });
    catalog.database.transact(
        catalog.tenantId,
        tx -> {
          Job job = started(tx, jobId);
          Integer exitCode = status == JobStatus.SUCCEEDED ? Integer.valueOf(0) : null;
          return progress.ended(
              tx, job, status, reason, exitCode, catalog.now(), List.copyOf(kept.values()));
        });
  }

  private Job started(Transaction tx, UUID jobId) {
    tx.update(
        "DELETE FROM compute.queue_entry WHERE tenant_id = $1 AND job_id = $2",
        tx.tenantId(),
        jobId);
    return progress.started(
        tx, progress.provisioning(tx, progress.locked(tx, jobId)), catalog.now());
  }

  void succeeds(UUID versionId, String... lines) {
    byte[] result = String.join("", lines).getBytes(UTF_8);
    end(versionId, JobStatus.SUCCEEDED, null, Map.of(ValidationJob.OUTPUT, result));
  }

  static String profiled(String table, long rows) {
    return new JsonObject()
            .put("kind", "PROFILE")
            .put("table", table)
            .put("outcome", "PROFILED")
            .put("profile", new JsonObject("{\"rows\":" + rows + ",\"columns\":[]}"))
            .encode()
        + "\n";
  }

  static String said(String table, String outcome, String reason) {
    return new JsonObject()
            .put("kind", "PROFILE")
            .put("table", table)
            .put("outcome", outcome)
            .put("reason", reason)
            .encode()
        + "\n";
  }

  /** Why a table could not be checked. */
  static String notChecked(String table, String reason) {
    return new JsonObject()
            .put("kind", "CHECKS")
            .put("table", table)
            .put("outcome", "FAILED")
            .put("reason", reason)
            .encode()
        + "\n";
  }

  /** What came of checks; {@code results} as the program writes them. */
  static String judged(String table, String results, int failedRows) {
    return "{\"kind\":\"CHECKS\",\"table\":\"%s\",\"outcome\":\"JUDGED\",\"checks\":{\"results\":[%s],\"quarantine\":{\"rows\":%3$d,\"written\":%3$d}}}\n"
        .formatted(table, results, failedRows);
  }

  static String result(int position, boolean success, int unexpected) {
    return "{\"id\":\"%1$d\",\"success\":%2$s,\"elementCount\":10,\"missingCount\":0,\"unexpectedCount\":%3$d,\"unexpectedPercent\":%4$d,\"observedValue\":null,\"samples\":[\"x\"]}"
        .formatted(position, success, unexpected, unexpected * 10);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
