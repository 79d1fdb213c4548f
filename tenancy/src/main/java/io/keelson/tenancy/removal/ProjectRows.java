package io.keelson.tenancy.removal;

import io.keelson.tenancy.database.Transaction;
import java.util.List;
import java.util.UUID;

/**
 * Rows of a table that go with their project.
 *
 * @param table with its schema, not partitioned; the application may delete from it
 * @param ofProject SQL of the table's alias {@code t} that is true for the rows of project $2 of
 *     tenant $1
 */
public record ProjectRows(String table, String ofProject) {

  /** Of a table with a column {@code project_id}. */
  public static ProjectRows of(String table) {
    return new ProjectRows(table, "t.project_id = $2");
  }

  /** Of a table whose rows belong to those of another. */
  public static ProjectRows of(String table, String key, String parents) {
    return new ProjectRows(
        table,
        "t.%s IN (SELECT p.id FROM %s p WHERE p.tenant_id = $1 AND p.project_id = $2)"
            .formatted(key, parents));
  }

  /** Of a table whose rows belong to those of another, which belong to those of a third. */
  public static ProjectRows of(
      String table, String key, String parents, String parentsKey, String grandparents) {
    return new ProjectRows(
        table,
        """
        t.%s IN (
          SELECT c.id
          FROM %s c
          JOIN %s p ON p.tenant_id = c.tenant_id AND p.id = c.%s
          WHERE c.tenant_id = $1 AND p.project_id = $2)
        """
            .formatted(key, parents, grandparents, parentsKey));
  }

  /** A batch of the first table that has any; they stand in the order in which they go. */
  public static int remove(
      Transaction tx, UUID projectId, int limit, List<ProjectRows> childrenFirst) {
    for (ProjectRows rows : childrenFirst) {
      int removed = tx.update(rows.delete(), tx.tenantId(), projectId, limit);
      if (removed > 0) {
        return removed;
      }
    }
    return 0;
  }

  private String delete() {
    return """
    DELETE FROM %1$s t
    WHERE t.tenant_id = $1
      AND t.ctid = ANY (ARRAY(
        SELECT t.ctid
        FROM %1$s t
        WHERE t.tenant_id = $1 AND %2$s
        LIMIT $3))
    """
        .formatted(table, ofProject);
  }
}
