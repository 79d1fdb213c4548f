package io.keelson.api.retraining.check;

import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.catalog.profile.ProfileDocument;
import io.keelson.api.catalog.profile.ProfileOutcome;
import io.keelson.tenancy.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** What a scoring takes for a missing value. */
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");

  /** What no number can be read of. */
  private static final Set<String> NO_NUMBERS = Set.of("BOOLEAN", "DATE", "TIME", "UUID", "BLOB");

  /**
   * @param type as the engine names it
   * @param isText whether it is sure to have values that are no numbers
   */
  record Column(String type, long missing, boolean isText) {
    static Column of(ColumnProfile profile) {
      return new Column(profile.type(), profile.missing(), isText(profile));
    }

    /**
     * Among text, only what its most frequent values say: numbers and marks of missing ones may be.
     */
    private static boolean isText(ColumnProfile profile) {
      String type = profile.type();
      if (NO_NUMBERS.contains(type) || type.startsWith("TIMESTAMP") || type.endsWith("]")) {
        return true;
      }
      return type.equals("VARCHAR")
          && profile.histogram().stream().anyMatch(bucket -> !isNumber(bucket.from()));
    }

    private static boolean isNumber(String value) {
      String text = value.strip();
      if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
        return true;
      }
      try {
        Float.parseFloat(text);
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

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
            Column.of(column),
            (one, other) ->
                new Column(
                    one.type(), one.missing() + other.missing(), one.isText() || other.isText()));
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
