package io.keelson.profiler.check;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of a table, in their order. Names are told apart as written, upper case and lower.
 */
final class Columns {
  private final Map<String, Column> byName = new LinkedHashMap<>();

  static Columns of(Engine engine, String relation) throws SQLException {
    Columns columns = new Columns();
    for (List<Object> row : engine.rows("DESCRIBE SELECT * FROM " + relation)) {
      String name = (String) row.get(0);
      columns.byName.put(name, new Column(name, ColumnType.of((String) row.get(1))));
    }
    return columns;
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  Optional<Column> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Column get(String name) throws NotJudged {
    Column column = byName.get(name);
    if (column == null) {
      String similar =
          names().stream()
              .filter(name::equalsIgnoreCase)
              .findFirst()
              .map(n -> ", but \"" + n + '"')
              .orElse("");
      throw new NotJudged("there is no column \"" + Text.cut(name) + '"' + Text.cut(similar));
    }
    return column;
  }
}
