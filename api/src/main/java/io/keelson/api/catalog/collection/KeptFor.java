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
 * profile, and the rows that its checks kept: what shows values of it. The version stays, with its
 * digest, its figures, and what read it; and so does what others made of it.
 */
public final class KeptFor {
  public static final Duration DEFAULT = Duration.ofDays(90);
  static final int MAX_DAYS = 3_650;

  private KeptFor() {}

  /**
   * From now on, also of what is there; no change where it is null and the data set has had one.
   *
   * @param time whole days, 1 to 3,650; null for {@link #DEFAULT} where there is none yet
   * @param field that is named where it is out of bounds
   * @throws Invalid naming the field
   */
  public static void set(Transaction tx, UUID datasetId, String field, Duration time) {
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
        (int) DEFAULT.toDays());
  }

  /**
   * Removes what has been kept for long enough, of so many versions at most. One that is being
   * judged goes later.
   *
   * @return of how many
   */
  static int removeOver(Transaction tx, OffsetDateTime now, int limit) {
    List<UUID> removed =
        tx.list(
            row -> row.getUUID("id"),
            """
            WITH due AS (
              SELECT v.id
              FROM catalog.dataset d
              JOIN catalog.dataset_version v
                ON v.tenant_id = d.tenant_id AND v.dataset_id = d.id AND v.removed_at IS NULL AND v.status <> 'VALIDATING'
              JOIN catalog.collected_version c ON c.tenant_id = d.tenant_id AND c.dataset_version_id = v.id
              WHERE d.tenant_id = $1 AND d.collected_days IS NOT NULL
                AND c.to_at < $2::timestamptz - make_interval(days => d.collected_days)
              ORDER BY v.id
              LIMIT $3
            ),
            quarantined AS (
              SELECT q.quarantine_version_id AS id
              FROM due
              JOIN catalog.validation q ON q.tenant_id = $1 AND q.dataset_version_id = due.id
              WHERE q.quarantine_version_id IS NOT NULL
            )
            UPDATE catalog.dataset_version v
            SET removed_at = $2, version = version + 1
            WHERE v.tenant_id = $1 AND v.removed_at IS NULL AND v.status NOT IN ('OPEN', 'MAKING', 'VALIDATING')
              AND v.id IN (SELECT id FROM due UNION SELECT id FROM quarantined)
            RETURNING v.id
            """,
            tx.tenantId(),
            now,
            limit);
    if (!removed.isEmpty()) {
      removeContent(tx, removed.toArray(UUID[]::new));
    }
    return removed.size();
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
        SET samples = '[]'
        FROM catalog.validation v
        WHERE r.tenant_id = $1 AND v.tenant_id = $1 AND v.id = r.validation_id AND v.dataset_version_id = ANY ($2)
          AND r.samples <> '[]'
        """,
        tx.tenantId(),
        versionIds);
  }
}
