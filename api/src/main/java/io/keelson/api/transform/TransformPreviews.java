package io.keelson.api.transform;

import io.keelson.api.catalog.dataset.DatasetReaders;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Shows what a statement makes of the first rows of its inputs, before it runs on all of them. */
@ApplicationScoped
public class TransformPreviews {
  /** Of each input's table that the statement sees. */
  static final int INPUT_ROWS = 10_000;

  /** Of what it makes that are shown. */
  static final int SHOWN_ROWS = 100;

  /** Of a row. */
  static final int SHOWN_COLUMNS = 1_000;

  /** Of each table, after which further files are left out. */
  private static final long ENOUGH_BYTES = 32L << 20;

  /** Files come whole: more than this is no preview. */
  private static final long MAX_BYTES = 1L << 30;

  private static final Duration MAX_DURATION = Duration.ofMinutes(1);
  private static final int MAX_UNDER_WAY_OF_TENANT = 5;
  private static final String WHAT = "preview";
  private static final String SELECT =
      """
      SELECT id, project_id, status, job_id, reason, columns, rows, more, partial, created_at, input_project_ids
      FROM catalog.transform_preview
      WHERE tenant_id = $1\s""";

  private final Mutations mutations;
  private final Granting granting;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final DatasetReaders readers;
  private final TransformSpecs specs;
  private final Jobs jobs;
  private final InstantSource clock;

  TransformPreviews(
      Mutations mutations,
      Granting granting,
      ProjectAccess access,
      CatalogReads reads,
      DatasetReaders readers,
      TransformSpecs specs,
      Jobs jobs,
      InstantSource clock) {
    this.mutations = mutations;
    this.granting = granting;
    this.access = access;
    this.reads = reads;
    this.readers = readers;
    this.specs = specs;
    this.jobs = jobs;
    this.clock = clock;
  }

  /**
   * @param projectId which its job is of
   */
  public record NewPreview(UUID projectId, String sql, List<TransformSource> sources) {}

  /**
   * @return the preview, RUNNING until its job has ended, within a minute
   * @throws Invalid naming the field; also where the inputs are more than 1 GiB in files that
   *     cannot be left out
   * @throws NotFound when there is no such project or input that the caller may know of
   * @throws Forbidden without JOB_SUBMIT in the project, and DATASET_READ in the inputs'
   * @throws io.keelson.tenancy.failure.Conflict when an input is not sealed
   * @throws QuotaExceeded when as many of the tenant's are under way as may be
   */
  public TransformPreview start(Caller caller, NewPreview input, String traceparent) {
    Input.present("input.projectId", input.projectId());
    TransformSpecs.check(input.sql(), input.sources());
    Resources resources = TransformSpecs.resources(null);
    UUID id = Ids.next();
    UUID started =
        mutations.run(
            caller,
            "previewTransform",
            input,
            tx -> {
              Principal principal = granting.holdingStill(tx, caller.principal());
              access.requireIn(tx, principal, Permission.JOB_SUBMIT, input.projectId());
              TransformInputs tables =
                  specs.inputs(tx, principal, input.sources(), null, ENOUGH_BYTES);
              if (tables.bytes() > MAX_BYTES) {
                throw new Invalid(
                    "input.inputs",
                    tables.bytes() + " bytes",
                    "at most %d bytes of files for a preview".formatted(MAX_BYTES));
              }
              requireRoom(tx);
              UUID jobId = Ids.next();
              insert(tx, id, jobId, input);
              JsonObject parameters =
                  TransformSpecs.parameters(input.sql(), TransformFormat.PARQUET, resources, tables)
                      .put(
                          "preview",
                          new JsonObject()
                              .put("inputRows", INPUT_ROWS)
                              .put("rows", SHOWN_ROWS)
                              .put("partial", tables.isPartial()));
              jobs.submit(
                  tx,
                  jobId,
                  TransformSpecs.spec(
                      caller,
                      input.projectId(),
                      WHAT,
                      parameters,
                      tables.files(),
                      resources,
                      MAX_DURATION,
                      traceparent));
              readers.record(
                  tx,
                  jobId,
                  input.projectId(),
                  input.sources().stream().map(TransformSource::versionId).distinct().toList());
              return new Changed("transformpreview", id, input.projectId(), Map.of());
            });
    return get(caller.principal(), started);
  }

  /**
   * People look at one preview after the other: more at once would take the turns of their
   * organisation's own jobs, and machines from everybody's.
   */
  private void requireRoom(Transaction tx) {
    // One after the other, so that those who come at once are counted.
    tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "previews/" + tx.tenantId());
    long underWay =
        tx.one(
                """
                SELECT count(*) AS under_way
                FROM catalog.transform_preview
                WHERE tenant_id = $1 AND status = 'RUNNING'
                """,
                tx.tenantId())
            .orElseThrow()
            .getLong("under_way");
    if (underWay >= MAX_UNDER_WAY_OF_TENANT) {
      throw new QuotaExceeded("previews under way", MAX_UNDER_WAY_OF_TENANT, underWay, 1);
    }
  }

  private void insert(Transaction tx, UUID id, UUID jobId, NewPreview input) {
    tx.update(
        """
        INSERT INTO catalog.transform_preview (tenant_id, id, project_id, job_id, status, created_at, input_project_ids)
        SELECT $1, $2, $3, $4, 'RUNNING', $5, array_agg(DISTINCT v.project_id)
        FROM catalog.dataset_version v
        WHERE v.tenant_id = $1 AND v.id = ANY ($6)
        """,
        tx.tenantId(),
        id,
        input.projectId(),
        jobId,
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        input.sources().stream().map(TransformSource::versionId).toArray(UUID[]::new));
  }

  /**
   * For whoever may start the same: what it shows is the inputs'.
   *
   * @throws NotFound when there is none that the caller may know of, or it has gone
   */
  public TransformPreview get(Principal principal, UUID id) {
    Row row = reads.one(principal, WHAT, found -> found, SELECT + "AND id = $2", id);
    access.require(principal, Permission.JOB_SUBMIT, row.getUUID("project_id"), WHAT);
    for (UUID projectId : row.getArrayOfUUIDs("input_project_ids")) {
      access.require(principal, Permission.DATASET_READ, projectId, WHAT);
    }
    return preview(row);
  }

  private static TransformPreview preview(Row row) {
    return new TransformPreview(
        row.getUUID("id"),
        row.getUUID("project_id"),
        PreviewStatus.valueOf(row.getString("status")),
        row.getUUID("job_id"),
        row.getString("reason"),
        row.getJsonArray("columns"),
        row.getJsonArray("rows"),
        row.getBoolean("more"),
        row.getBoolean("partial"),
        row.getOffsetDateTime("created_at"));
  }
}
