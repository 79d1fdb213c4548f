package io.keelson.api.catalog.difference;

import io.keelson.api.catalog.profile.ColumnProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a table, as the profiles of both tell.
 *
 * @param nameBefore what it is called in the other version
 * @param columns in the order of the later one, then those that were removed
 */
public record TableDifference(
    String name, String nameBefore, long rows, long rowsBefore, List<ColumnDifference> columns) {
  public TableDifference {
    columns = List.copyOf(columns);
  }

  /** What is in a table. */
  record Side(String name, long rows, List<ColumnProfile> columns) {
    private Map<String, ColumnProfile> byName() {
      Map<String, ColumnProfile> named = new LinkedHashMap<>();
      columns.forEach(column -> named.putIfAbsent(column.name(), column));
      return named;
    }
  }

  static TableDifference between(Side before, Side after) {
    Map<String, ColumnProfile> gone = before.byName();
    List<ColumnDifference> columns = new ArrayList<>();
    after
        .byName()
        .forEach(
            (name, column) -> {
              ColumnProfile other = gone.remove(name);
              Double psi =
                  other == null
                      ? null
                      : ColumnShift.psi(other, before.rows(), column, after.rows()).orElse(null);
              columns.add(new ColumnDifference(name, other, column, psi));
            });
    gone.forEach((name, column) -> columns.add(new ColumnDifference(name, column, null, null)));
    return new TableDifference(after.name(), before.name(), after.rows(), before.rows(), columns);
  }
}
