package io.keelson.api.retraining.check;

import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.catalog.profile.ProfileDocument;
import io.keelson.api.catalog.profile.ProfileOutcome;
import io.keelson.tenancy.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the profile of a data set version says of its rows and columns.
 *
 * @param rows of all its tables
 * @param columns by name; of several tables, what they have together
 */
record DataShape(long rows, Map<String, Column> columns) {
  private static final int MAX_TABLES = 100;

  /** How much missing values may rise before it looks like a broken feed: a fifth of the rows. */
  private static final double MAX_RISE = 0.2;

  /**
   * @param type as the engine names it
   */
  record Column(String type, long missing) {}

  static DataShape of(Transaction tx, UUID versionId) {
    long rows = 0;
    Map<String, Column> columns = new TreeMap<>();
    for (ProfileOutcome.Profiled table :
        tx.list(
            row -> ProfileDocument.read(row.getJsonObject("profile")),
            """
            SELECT profile
            FROM catalog.table_profile
            WHERE tenant_id = $1 AND dataset_version_id = $2 AND status = 'PROFILED'
            ORDER BY id
            LIMIT $3
            """,
            tx.tenantId(),
            versionId,
            MAX_TABLES)) {
      rows += table.rows();
      for (ColumnProfile column : table.columns()) {
        columns.merge(
            column.name(),
            new Column(column.type(), column.missing()),
            (one, other) -> new Column(one.type(), one.missing() + other.missing()));
      }
    }
    return new DataShape(rows, columns);
  }

  /** Rows that have a value in this column; none where there is no such column. */
  long labelled(String target) {
    Column column = columns.get(target);
    return column == null ? 0 : rows - column.missing();
  }

  /** What looks like a broken feed, compared with data that was trained on; empty for nothing. */
  Optional<String> breaks(DataShape before) {
    List<String> found = new ArrayList<>();
    before
        .columns()
        .forEach(
            (name, column) -> {
              Column now = columns.get(name);
              if (now == null) {
                found.add("column " + name + " is gone");
              } else if (!now.type().equals(column.type())) {
                found.add("column %s is %s, was %s".formatted(name, now.type(), column.type()));
              } else if (share(now, rows) - share(column, before.rows()) > MAX_RISE) {
                found.add(
                    "%.0f %% of rows are without %s, were %.0f %%"
                        .formatted(
                            100 * share(now, rows), name, 100 * share(column, before.rows())));
              }
            });
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", found.subList(0, Math.min(5, found.size()))));
  }

  private static double share(Column column, long rows) {
    return rows == 0 ? 0 : (double) column.missing() / rows;
  }
}
