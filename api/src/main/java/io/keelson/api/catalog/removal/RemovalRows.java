package io.keelson.api.catalog.removal;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval.Left;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of removals. */
final class RemovalRows {
  static final String COLUMNS =
      "id, slug, name, started_at, started_by, started_by_kind, started_by_id, to_end, removed_at";

  private RemovalRows() {}

  static Removal removal(Row row) {
    return new Removal(
        row.getUUID("id"),
        row.getString("slug"),
        row.getString("name"),
        row.getOffsetDateTime("started_at"),
        Actor.of(row, "started_by"),
        left(row.getJsonArray("to_end")),
        row.getOffsetDateTime("removed_at"));
  }

  /** Takes the turn of one that is due; empty where another process has it, or it is over. */
  static Optional<Removal> take(Transaction tx, UUID projectId) {
    return tx.one(
            "SELECT "
                + COLUMNS
                + """
                 FROM catalog.project_removal
                WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL
                FOR NO KEY UPDATE SKIP LOCKED
                """,
            tx.tenantId(),
            projectId)
        .map(RemovalRows::removal);
  }

  static void begin(Transaction tx, UUID projectId, Actor by, List<Left> left, OffsetDateTime now) {
    tx.update(
        """
        INSERT INTO catalog.project_removal
          (tenant_id, id, slug, name, started_at, started_by, started_by_kind, started_by_id, to_end, due_at)
        SELECT tenant_id, id, slug, name, $3, $4, $5, $6, $7, $3
        FROM catalog.project
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        projectId,
        now,
        by.label(),
        by.kind().name(),
        by.id(),
        json(left));
  }

  /**
   * Writes what is left, and when to look again.
   *
   * @return since when nothing has been left; null while something is
   */
  static OffsetDateTime looked(
      Transaction tx, UUID projectId, List<Left> left, OffsetDateTime now, OffsetDateTime next) {
    return tx.one(
            """
            UPDATE catalog.project_removal
            SET to_end = $3, due_at = $4, quiet_since = CASE WHEN $5 THEN coalesce(quiet_since, $6) END
            WHERE tenant_id = $1 AND id = $2
            RETURNING quiet_since
            """,
            tx.tenantId(),
            projectId,
            json(left),
            next,
            left.isEmpty(),
            now)
        .orElseThrow()
        .getOffsetDateTime("quiet_since");
  }

  static void over(Transaction tx, UUID projectId, OffsetDateTime now) {
    tx.update(
        """
        UPDATE catalog.project_removal
        SET removed_at = $3, due_at = NULL
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        projectId,
        now);
  }

  private static JsonArray json(List<Left> left) {
    JsonArray out = new JsonArray();
    left.forEach(
        one -> out.add(new JsonObject().put("what", one.what()).put("count", one.count())));
    return out;
  }

  private static List<Left> left(JsonArray json) {
    return json.stream()
        .map(JsonObject.class::cast)
        .map(one -> new Left(one.getString("what"), one.getLong("count")))
        .toList();
  }
}
