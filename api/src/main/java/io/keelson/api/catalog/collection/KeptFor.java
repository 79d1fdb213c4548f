package io.keelson.api.catalog.collection;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * For how long what was collected into a data set stays. Then the files of a version go, its
 * profile, the rows that its checks kept, and the texts of why it failed: what shows values of it.
 * The version stays, with its digest, its figures, and what read it; and so does what others made
 * of it.
 */
public final class KeptFor {
  public static final Duration DEFAULT = Duration.ofDays(90);
  static final int MAX_DAYS = 3_650;
  private static final String GONE = "why went with the files";

  /** From {@code root}, versions by root_id: each with the quarantines that were made of it. */
  private static final String WHOLE =
      """
      whole (root_id, id) AS (
        SELECT id, id FROM root
        UNION
        SELECT w.root_id, q.quarantine_version_id
        FROM whole w
        JOIN catalog.validation q
          ON q.tenant_id = $1 AND q.dataset_version_id = w.id AND q.quarantine_version_id IS NOT NULL
      )
      """;

  private static final String DUE =
      """
      WITH RECURSIVE root AS (
        SELECT v.id
        FROM catalog.dataset d
        JOIN catalog.dataset_version v
          ON v.tenant_id = d.tenant_id AND v.dataset_id = d.id AND v.removed_at IS NULL
        JOIN catalog.collected_version c ON c.tenant_id = d.tenant_id AND c.dataset_version_id = v.id
        WHERE d.tenant_id = $1 AND d.collected_days IS NOT NULL
          AND c.to_at < $2::timestamptz - make_interval(days => d.collected_days)
      ),
      %s
      SELECT w.root_id AS id
      FROM whole w
      JOIN catalog.dataset_version v ON v.tenant_id = $1 AND v.id = w.id
      GROUP BY w.root_id
      HAVING bool_and(v.status NOT IN ('OPEN', 'MAKING', 'VALIDATING'))
      ORDER BY w.root_id
      LIMIT $3
      """
          .formatted(WHOLE);

  private static final String LOCK =
      """
      WITH RECURSIVE root AS (SELECT unnest($2::uuid[]) AS id),
      %s
      SELECT v.id
      FROM catalog.dataset_version v
      WHERE v.tenant_id = $1 AND v.id IN (SELECT id FROM whole)
        AND v.status NOT IN ('OPEN', 'MAKING', 'VALIDATING')
      ORDER BY v.id
      FOR NO KEY UPDATE SKIP LOCKED
      """
          .formatted(WHOLE);

  /** Those of which nothing has escaped the lock. */
  private static final String REMOVE =
      """
      WITH RECURSIVE root AS (SELECT unnest($3::uuid[]) AS id),
      %s,
      complete AS (
        SELECT root_id FROM whole GROUP BY root_id HAVING bool_and(id = ANY ($4))
      )
      UPDATE catalog.dataset_version v
      SET removed_at = $2, version = version + 1
      WHERE v.tenant_id = $1 AND v.removed_at IS NULL
        AND v.id IN (SELECT w.id FROM whole w JOIN complete o ON o.root_id = w.root_id)
      RETURNING v.id, v.project_id
      """
          .formatted(WHOLE);

  /** A version whose files are gone. */
  record Removed(UUID id, UUID projectId) {}

  private KeptFor() {}

  /**
   * From now on, also of what is there; no change where it is null and the data set has had one, or
   * has been collected into without one.
   *
   * @param time whole days, 1 to 3,650; or null
   * @param field that is named where it is out of bounds
   * @param isFirst whether what is there was collected for nobody yet: {@link #DEFAULT} for null
   *     then, where there is none
   * @throws Invalid naming the field
   */
  public static void set(
      Transaction tx, UUID datasetId, String field, Duration time, boolean isFirst) {
    Integer days = null;
    if (time != null) {
      if (!time.equals(Duration.ofDays(time.toDays()))) {
        throw new Invalid(field, time, "whole days");
      }
      days = (int) Input.range(field, time.toDays(), 1, MAX_DAYS);
    }
    tx.update(
        """
        UPDATE catalog.dataset
        SET collected_days = coalesce($3, collected_days, $4)
        WHERE tenant_id = $1 AND id = $2 AND collected_days IS DISTINCT FROM coalesce($3, collected_days, $4)
        """,
        tx.tenantId(),
        datasetId,
        days,
        isFirst ? (int) DEFAULT.toDays() : null);
  }

  /** What was set aside of a data set stays for as long as the data set's own. */
  static void setLike(Transaction tx, UUID datasetId, UUID ofDatasetId) {
    tx.update(
        """
        UPDATE catalog.dataset d
        SET collected_days = o.collected_days
        FROM catalog.dataset o
        WHERE d.tenant_id = $1 AND d.id = $2 AND o.tenant_id = $1 AND o.id = $3
          AND o.collected_days IS NOT NULL AND d.collected_days IS DISTINCT FROM o.collected_days
        """,
        tx.tenantId(),
        datasetId,
        ofDatasetId);
  }

  /**
   * Removes what has been kept for long enough, of so many versions at most, and with each what its
   * checks set aside of it, and of that. One that is being judged, or has such a part, goes later,
   * as a whole.
   *
   * @return of which versions, parts among them
   */
  static List<Removed> removeOver(Transaction tx, OffsetDateTime now, int limit) {
    UUID[] due = ids(tx, DUE, now, limit);
    if (due.length == 0) {
      return List.of();
    }
    // Nobody judges what is locked, so that there are no more parts than are found from now on.
    UUID[] locked = ids(tx, LOCK, (Object) due);
    List<Removed> removed =
        tx.list(
            row -> new Removed(row.getUUID("id"), row.getUUID("project_id")),
            REMOVE,
            tx.tenantId(),
            now,
            due,
            locked);
    if (!removed.isEmpty()) {
      removeContent(tx, removed.stream().map(Removed::id).toArray(UUID[]::new));
    }
    return removed;
  }

  private static UUID[] ids(Transaction tx, String sql, Object... more) {
    Object[] all = new Object[more.length + 1];
    all[0] = tx.tenantId();
    System.arraycopy(more, 0, all, 1, more.length);
    return tx.list(row -> row.getUUID("id"), sql, all).toArray(UUID[]::new);
  }

  private static void removeContent(Transaction tx, UUID[] versionIds) {
    for (String table : List.of("dataset_file", "table_profile", "profile_task")) {
      tx.update(
          "DELETE FROM catalog.%s WHERE tenant_id = $1 AND dataset_version_id = ANY ($2)"
              .formatted(table),
          tx.tenantId(),
          versionIds);
    }
    tx.update(
        """
        UPDATE catalog.expectation_result r
        SET samples = '[]', observed_value = NULL,
          error = CASE WHEN r.error IS NOT NULL THEN 'why it could not be judged went with the files' END
        FROM catalog.validation v
        WHERE r.tenant_id = $1 AND v.tenant_id = $1 AND v.id = r.validation_id AND v.dataset_version_id = ANY ($2)
        """,
        tx.tenantId(),
        versionIds);
    removeTexts(tx, versionIds);
  }

  /**
   * They may quote values: of a version, its validations, the tables that those looked at, and what
   * people were told of it, of a collected one under its data set.
   */
  private static void removeTexts(Transaction tx, UUID[] versionIds) {
    tx.update(
        """
        UPDATE catalog.dataset_version
        SET rejection = CASE WHEN rejection IS NOT NULL THEN $3 END, error = CASE WHEN error IS NOT NULL THEN $3 END
        WHERE tenant_id = $1 AND id = ANY ($2) AND (rejection IS NOT NULL OR error IS NOT NULL)
        """,
        tx.tenantId(),
        versionIds,
        GONE);
    tx.update(
        """
        UPDATE catalog.checked_table c
        SET failure = $3
        FROM catalog.validation v
        WHERE c.tenant_id = $1 AND v.tenant_id = $1 AND v.id = c.validation_id AND v.dataset_version_id = ANY ($2)
          AND c.failure IS NOT NULL
        """,
        tx.tenantId(),
        versionIds,
        GONE);
    tx.update(
        """
        UPDATE catalog.validation
        SET error = $3
        WHERE tenant_id = $1 AND dataset_version_id = ANY ($2) AND error IS NOT NULL
        """,
        tx.tenantId(),
        versionIds,
        GONE);
    tx.update(
        """
        UPDATE catalog.inbox_thread i
        SET text = $3
        FROM catalog.dataset_version v
        WHERE i.tenant_id = $1 AND v.tenant_id = $1 AND v.id = ANY ($2) AND i.reason = 'FAILURE_OF_MINE'
          AND (i.subject_kind = 'DATASET_VERSION' AND i.subject_id = v.id
            OR i.subject_kind = 'DATASET' AND i.subject_id = v.dataset_id
              AND i.text LIKE 'v' || v.number || ': %')
        """,
        tx.tenantId(), versionIds, GONE);
  }
}
