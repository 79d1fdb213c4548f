package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.profile.ProfileDocument;
import io.keelson.api.catalog.profile.ProfileOutcome;
import io.keelson.api.catalog.profile.TableStatus;
import io.keelson.api.catalog.profile.VersionTable;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.StoredText;
import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The statements on {@code catalog.table_profile}. */
final class TableRows {
  private static final int MAX_REASON_CHARACTERS = 1_000;

  private TableRows() {}

  /** The tables that are not there yet come, and those without a profile wait for one again. */
  static void await(Transaction tx, UUID versionId, List<VersionTable> tables) {
    // Ids of one millisecond are in no order, and the list of tables goes by them.
    Iterator<UUID> ids =
        Stream.generate(Ids::next)
            .limit(tables.size())
            .sorted(Comparator.comparing(UUID::toString))
            .iterator();
    tx.batch(
        """
        INSERT INTO catalog.table_profile (tenant_id, id, dataset_version_id, name, files, size_bytes)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, dataset_version_id, name) DO NOTHING
        """,
        tables.stream()
            .map(
                table ->
                    Tuple.of(
                        tx.tenantId(),
                        ids.next(),
                        versionId,
                        table.name(),
                        table.files().size(),
                        table.sizeBytes()))
            .toList());
    awaitAgain(tx, versionId);
  }

  static void awaitAgain(Transaction tx, UUID versionId) {
    tx.update(
        """
        UPDATE catalog.table_profile
        SET status = 'PENDING', reason = NULL, computed_at = NULL
        WHERE tenant_id = $1 AND dataset_version_id = $2 AND status <> 'PROFILED'
          AND EXISTS (
            SELECT 1
            FROM catalog.dataset_version v
            WHERE v.tenant_id = $1 AND v.id = $2 AND v.status NOT IN ('VALIDATED', 'REJECTED'))
        """,
        tx.tenantId(),
        versionId);
  }

  static List<String> pending(Transaction tx, UUID versionId) {
    return tx.list(
        row -> row.getString("name"),
        """
        SELECT name
        FROM catalog.table_profile
        WHERE tenant_id = $1 AND dataset_version_id = $2 AND status = 'PENDING'
        ORDER BY id
        """,
        tx.tenantId(),
        versionId);
  }

  /** Those that have a profile, by name. */
  static List<String> profiled(Transaction tx, UUID versionId) {
    return tx.list(
        row -> row.getString("name"),
        """
        SELECT name
        FROM catalog.table_profile
        WHERE tenant_id = $1 AND dataset_version_id = $2 AND status = 'PROFILED'
        ORDER BY id
        """,
        tx.tenantId(),
        versionId);
  }

  static List<Verdict.Tried> tried(Transaction tx, UUID versionId) {
    return tx.list(
        row ->
            new Verdict.Tried(
                row.getString("name"),
                row.getInteger("files"),
                TableStatus.valueOf(row.getString("status")),
                row.getString("reason")),
        """
        SELECT name, files, status, reason
        FROM catalog.table_profile
        WHERE tenant_id = $1 AND dataset_version_id = $2
        ORDER BY id
        """,
        tx.tenantId(),
        versionId);
  }

  /**
   * Nothing changes where the table is not PENDING: what is known of it stays.
   *
   * @return whether it was
   */
  static boolean set(
      Transaction tx, UUID versionId, String name, ProfileOutcome outcome, OffsetDateTime now) {
    return switch (outcome) {
      case ProfileOutcome.Profiled profiled ->
          set(tx, versionId, name, TableStatus.PROFILED, null, profiled, now);
      case ProfileOutcome.Unreadable(String reason) ->
          set(tx, versionId, name, TableStatus.UNREADABLE, reason, null, now);
      case ProfileOutcome.Limited(String reason) ->
          set(tx, versionId, name, TableStatus.LIMITED, reason, null, now);
      case ProfileOutcome.Failed(String reason) ->
          set(tx, versionId, name, TableStatus.FAILED, reason, null, now);
    };
  }

  private static boolean set(
      Transaction tx,
      UUID versionId,
      String name,
      TableStatus status,
      String reason,
      ProfileOutcome.Profiled profiled,
      OffsetDateTime now) {
    JsonObject profile = profiled == null ? null : ProfileDocument.write(profiled);
    int changed =
        tx.update(
            """
            UPDATE catalog.table_profile
            SET status = $4, reason = $5, row_count = $6, profile = $7, computed_at = $8
            WHERE tenant_id = $1 AND dataset_version_id = $2 AND name = $3 AND status = 'PENDING'
            """,
            tx.tenantId(),
            versionId,
            name,
            status.name(),
            reason == null ? null : cut(reason),
            profiled == null ? null : profiled.rows(),
            profile,
            now);
    return changed > 0;
  }

  static String cut(String reason) {
    String text = StoredText.of(reason);
    return text.length() <= MAX_REASON_CHARACTERS ? text : text.substring(0, MAX_REASON_CHARACTERS);
  }
}
