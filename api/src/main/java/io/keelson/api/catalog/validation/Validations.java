package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.expectation.Severity;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What came of checking data set versions. Batches take at most 1,000 ids. */
@ApplicationScoped
public class Validations {
  private static final String WHAT = "validation";
  private static final String SELECT =
      """
      SELECT v.id, v.project_id, v.dataset_version_id, v.suite_id, v.version_digest, v.suite_digest, v.job_id, v.status,
        v.passed, v.warned, v.failed, v.error, v.quarantine_version_id, v.quarantined_rows, v.quarantine_cut,
        v.started_at, v.ended_at
      FROM catalog.validation v
      WHERE v.tenant_id = $1\s""";

  private final ProjectAccess access;
  private final CatalogReads reads;

  public Validations(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public Validation get(Principal principal, UUID id) {
    Validation validation =
        reads.one(principal, WHAT, Validations::validation, SELECT + "AND v.id = $2", id);
    access.require(principal, Permission.DATASET_READ, validation.projectId(), WHAT);
    return validation;
  }

  /** By id; those that the caller may not read are left out. */
  public Map<UUID, Validation> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Validation> found = new HashMap<>();
    reads
        .list(
            principal,
            Validations::validation,
            SELECT + "AND v.id = ANY ($2) AND ($3::uuid[] IS NULL OR v.project_id = ANY ($3))",
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(validation -> found.put(validation.id(), validation));
    return found;
  }

  /** The latest of each version that has one, by version. */
  public Map<UUID, Validation> latest(Principal principal, Collection<UUID> versionIds) {
    Input.size("versionIds", versionIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Validation> found = new HashMap<>();
    reads
        .list(
            principal,
            Validations::validation,
            SELECT
                + """
                AND v.dataset_version_id = ANY ($2)
                  AND ($3::uuid[] IS NULL OR v.project_id = ANY ($3))
                  AND NOT EXISTS (
                    SELECT 1 FROM catalog.validation n
                    WHERE n.tenant_id = v.tenant_id AND n.dataset_version_id = v.dataset_version_id AND n.id > v.id
                  )
                """,
            versionIds.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(validation -> found.put(validation.versionId(), validation));
    return found;
  }

  /** The version whose failed rows each of these holds, by version; of others there is none. */
  public Map<UUID, UUID> quarantined(Principal principal, Collection<UUID> versionIds) {
    Input.size("versionIds", versionIds, 0, PageLimit.MAX_BATCH_IDS);
    record Kept(UUID quarantineId, UUID versionId) {}
    Map<UUID, UUID> found = new HashMap<>();
    reads
        .list(
            principal,
            row ->
                new Kept(row.getUUID("quarantine_version_id"), row.getUUID("dataset_version_id")),
            """
            SELECT quarantine_version_id, dataset_version_id
            FROM catalog.validation
            WHERE tenant_id = $1 AND quarantine_version_id = ANY ($2)
              AND ($3::uuid[] IS NULL OR project_id = ANY ($3))
            ORDER BY id
            """,
            versionIds.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(kept -> found.put(kept.quarantineId(), kept.versionId()));
    return found;
  }

  /**
   * Those of a version, newest first.
   *
   * @param beforeId null for the first page
   */
  public List<Validation> page(Principal principal, UUID versionId, int limit, UUID beforeId) {
    return reads.list(
        principal,
        Validations::validation,
        SELECT
            + """
            AND v.dataset_version_id = $2
              AND ($3::uuid[] IS NULL OR v.project_id = ANY ($3))
              AND ($4::uuid IS NULL OR v.id < $4)
            ORDER BY v.id DESC
            LIMIT $5
            """,
        versionId,
        access.visible(principal, Permission.DATASET_READ),
        beforeId,
        PageLimit.checked(limit));
  }

  /**
   * What came of each expectation, by number; for a validation that was given to this caller.
   *
   * @param afterNumber 0 for the first page
   */
  public List<ExpectationResult> results(
      Principal principal, UUID validationId, int limit, int afterNumber) {
    return reads.list(
        principal,
        Validations::result,
        """
        SELECT r.validation_id, r.number, r.position, r.table_name, r.severity, r.success, r.error, r.element_count,
          r.missing_count, r.unexpected_count, r.unexpected_percent, r.observed_value, r.samples
        FROM catalog.expectation_result r
        WHERE r.tenant_id = $1 AND r.validation_id = $2 AND r.number > $3
        ORDER BY r.number
        LIMIT $4
        """,
        validationId,
        afterNumber,
        PageLimit.checked(limit));
  }

  private static ExpectationResult result(Row row) {
    return new ExpectationResult(
        row.getUUID("validation_id"),
        row.getInteger("number"),
        row.getInteger("position"),
        row.getString("table_name"),
        Severity.valueOf(row.getString("severity")),
        row.getBoolean("success"),
        row.getString("error"),
        row.getLong("element_count"),
        row.getLong("missing_count"),
        row.getLong("unexpected_count"),
        row.getDouble("unexpected_percent"),
        row.getString("observed_value"),
        row.getJsonArray("samples"));
  }

  private static Validation validation(Row row) {
    return new Validation(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("dataset_version_id"),
        row.getUUID("suite_id"),
        row.getString("version_digest"),
        row.getString("suite_digest"),
        row.getUUID("job_id"),
        ValidationStatus.valueOf(row.getString("status")),
        row.getInteger("passed"),
        row.getInteger("warned"),
        row.getInteger("failed"),
        row.getString("error"),
        row.getUUID("quarantine_version_id"),
        row.getLong("quarantined_rows"),
        row.getBoolean("quarantine_cut"),
        row.getOffsetDateTime("started_at"),
        row.getOffsetDateTime("ended_at"));
  }
}
