package io.keelson.api.transform;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetReaders;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.dataset.DerivedVersions;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.compute.job.Jobs;
import io.keelson.compute.job.Resources;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes a data set version of others: a job runs the statement, and what it selects is the version.
 * Where the same engine has made the same of the same before, that version is the answer, and
 * nothing runs.
 */
@ApplicationScoped
public class TransformSubmission {
  private static final Duration DEFAULT_DURATION = Duration.ofHours(1);

  private final Mutations mutations;
  private final Granting granting;
  private final ProjectAccess access;
  private final TransformSpecs specs;
  private final DatasetReaders readers;
  private final DatasetVersions versions;
  private final DerivedVersions derived;
  private final MadeBefore made;
  private final Jobs jobs;
  private final TransformEngine engine;

  TransformSubmission(
      Mutations mutations,
      Granting granting,
      ProjectAccess access,
      TransformSpecs specs,
      DatasetReaders readers,
      DatasetVersions versions,
      DerivedVersions derived,
      MadeBefore made,
      Jobs jobs,
      TransformEngine engine) {
    this.mutations = mutations;
    this.granting = granting;
    this.access = access;
    this.specs = specs;
    this.readers = readers;
    this.versions = versions;
    this.derived = derived;
    this.made = made;
    this.jobs = jobs;
    this.engine = engine;
  }

  /**
   * @param datasetId whose next version it makes
   * @param sql one SELECT
   * @param sources what the statement may read, 1 to 20, each name once; within a mutation of its
   *     own 1 to 200, and those of one name are one table
   * @param resources null for one core and 1 GiB
   * @param maxDuration null for one hour
   * @param requires of the sources; null for {@link DataGate#SEALED}
   * @param format null for {@link TransformFormat#PARQUET}
   */
  public record NewTransform(
      UUID datasetId,
      String sql,
      List<TransformSource> sources,
      Resources resources,
      Duration maxDuration,
      DataGate requires,
      TransformFormat format) {
    TransformFormat writes() {
      return format == null ? TransformFormat.PARQUET : format;
    }
  }

  /**
   * A version that is made, or was.
   *
   * @param jobId that makes it; null where nothing runs, since it is there or being made already
   */
  public record Submitted(UUID versionId, UUID projectId, UUID jobId, Map<String, Object> details) {
    public Changed changed() {
      return new Changed("datasetversion", versionId, projectId, details);
    }
  }

  /**
   * @return the version, MAKING until its job has ended; or the one that is there already
   * @throws Invalid naming the field
   * @throws NotFound when there is no such data set or input that the caller may know of
   * @throws Forbidden without DATASET_WRITE and JOB_SUBMIT in the data set's project, and
   *     DATASET_READ in the inputs'
   * @throws Conflict when an input is not as good as is required
   */
  public DatasetVersion run(Caller caller, NewTransform input, String traceparent) {
    check(input);
    TransformSpecs.checkSources(input.sources());
    UUID made =
        mutations.run(
            caller,
            "runTransform",
            input,
            tx -> submit(tx, caller, input, traceparent, Again.MADE_ANEW).changed());
    return versions.get(caller.principal(), Permission.DATASET_WRITE, made);
  }

  private static void check(NewTransform input) {
    Input.present("input.datasetId", input.datasetId());
    requireStatement("input.sql", input.sql());
    TransformSpecs.checkTables(input.sources());
    TransformSpecs.resources(input.resources());
  }

  /**
   * @throws Invalid naming the field, unless it is a text that may be one SELECT: the engine looks
   *     at it when it runs
   */
  public static void requireStatement(String field, String sql) {
    TransformSpecs.checkStatement(field, sql);
  }

  /**
   * {@link #run} within a mutation of its own.
   *
   * @param caller whose rights are asked for
   */
  public Submitted submit(
      Transaction tx, Caller caller, NewTransform input, String traceparent, Again again) {
    check(input);
    Resources resources = TransformSpecs.resources(input.resources());
    String engineName = input.writes().engine(engine.name());
    // As for any job: a tenant that is being suspended waits.
    Principal principal = granting.holdingStill(tx, caller.principal());
    UUID projectId = lock(tx, principal, input.datasetId());
    TransformInputs tables =
        specs.inputs(tx, principal, input.sources(), input.requires(), TransformInputs.WHOLE);
    String digest = digest(tx, engineName, input);
    Optional<UUID> before = made.find(tx, principal, input.datasetId(), digest, again);
    if (before.isPresent()) {
      noteReuse(tx, before.get());
      return new Submitted(before.get(), projectId, null, Map.of("reused", true));
    }
    UUID versionId = Ids.next();
    int number = derived.begin(tx, principal, versionId, input.datasetId());
    UUID jobId = Ids.next();
    record(tx, versionId, projectId, jobId, engineName, digest, input);
    jobs.submit(
        tx,
        jobId,
        TransformSpecs.spec(
            caller,
            projectId,
            "transform",
            TransformSpecs.parameters(input.sql(), input.writes(), resources, tables),
            tables.files(),
            resources,
            input.maxDuration() == null ? DEFAULT_DURATION : input.maxDuration(),
            traceparent));
    readers.record(tx, jobId, projectId, versionIds(input));
    return new Submitted(versionId, projectId, jobId, Map.of("number", number));
  }

  /** Whether {@link #submit} would have a job run, as things are now. */
  public boolean runs(Transaction tx, Principal principal, NewTransform input, Again again) {
    check(input);
    String digest = digest(tx, input.writes().engine(engine.name()), input);
    return made.find(tx, principal, input.datasetId(), digest, again).isEmpty();
  }

  /** Whoever asks for the same at once waits, and then finds it. */
  private UUID lock(Transaction tx, Principal principal, UUID datasetId) {
    UUID projectId =
        tx.one(
                """
                SELECT project_id FROM catalog.dataset
                WHERE tenant_id = $1 AND id = $2
                FOR NO KEY UPDATE
                """,
                tx.tenantId(),
                datasetId)
            .map(row -> row.getUUID("project_id"))
            .orElseThrow(() -> new NotFound("data set"));
    access.require(principal, Permission.DATASET_WRITE, projectId, "data set");
    access.require(principal, Permission.JOB_SUBMIT, projectId, "data set");
    return projectId;
  }

  private static String digest(Transaction tx, String engine, NewTransform input) {
    Map<UUID, String> digests =
        tx
            .list(
                row -> Map.entry(row.getUUID("id"), row.getString("digest")),
                """
                SELECT id, digest FROM catalog.dataset_version WHERE tenant_id = $1 AND id = ANY ($2)
                """,
                tx.tenantId(),
                versionIds(input).toArray(UUID[]::new))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    SortedMap<String, List<String>> byName = new TreeMap<>();
    for (TransformSource one : input.sources()) {
      byName.computeIfAbsent(one.name(), _ -> new ArrayList<>()).add(digests.get(one.versionId()));
    }
    return TransformDigest.of(engine, byName, input.sql());
  }

  private static List<UUID> versionIds(NewTransform input) {
    return input.sources().stream().map(TransformSource::versionId).distinct().toList();
  }

  private static void noteReuse(Transaction tx, UUID versionId) {
    tx.update(
        """
        UPDATE catalog.transform SET reuses = reuses + 1
        WHERE tenant_id = $1 AND dataset_version_id = $2
        """,
        tx.tenantId(),
        versionId);
  }

  private static void record(
      Transaction tx,
      UUID versionId,
      UUID projectId,
      UUID jobId,
      String engine,
      String digest,
      NewTransform input) {
    tx.update(
        """
        INSERT INTO catalog.transform
          (tenant_id, dataset_version_id, project_id, dataset_id, sql, engine, digest, job_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        tx.tenantId(),
        versionId,
        projectId,
        input.datasetId(),
        input.sql(),
        engine,
        digest,
        jobId);
    tx.batch(
        """
        INSERT INTO catalog.transform_input (tenant_id, dataset_version_id, name, input_version_id)
        VALUES ($1, $2, $3, $4)
        """,
        input.sources().stream()
            .map(source -> Tuple.of(tx.tenantId(), versionId, source.name(), source.versionId()))
            .toList());
  }
}
