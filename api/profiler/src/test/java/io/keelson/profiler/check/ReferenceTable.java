package io.keelson.profiler.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The same few thousand rows every time, with what is awkward in data. */
final class ReferenceTable {
  static final int ROWS = 4_000;
  static final String ODD_NAME = "odd \"name\"'; DROP TABLE x --";
  private static final List<String> CODES =
      List.of("red", "blue", "grün", "雪", "it's", "", "\"x\"", "🦊");

  private final Random random = new Random(20_261_127);
  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, List<Object>> values = new LinkedHashMap<>();

  ReferenceTable() {
    add("id", "BIGINT", row -> (long) row);
    add("code", "VARCHAR", row -> missing(0.05) ? null : CODES.get(skewed(CODES.size())));
    add("text", "VARCHAR", row -> missing(0.1) ? null : text());
    add("age", "BIGINT", row -> missing(0.08) ? null : (Long) (18L + random.nextInt(60)));
    add("count", "BIGINT", row -> (random.nextLong() % 1_000_000_000_000L) / (row % 7 + 1));
    add("score", "DOUBLE", row -> score());
    add("price", "DOUBLE", row -> random.nextInt(10_000) / 100.0);
    add(
        "born",
        "DATE",
        row -> missing(0.03) ? null : LocalDate.of(2024, 1, 1).plusDays(random.nextInt(500)));
    add(
        "seen",
        "TIMESTAMP",
        row -> LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(random.nextInt(500_000)));
    add("flag", "BOOLEAN", row -> random.nextInt(3) > 0);
    add("a", "BIGINT", row -> (long) random.nextInt(10));
    add("b", "BIGINT", row -> (long) random.nextInt(10));
    add("nothing", "DOUBLE", row -> null);
    add("same", "VARCHAR", row -> row % 2 == 0 ? "tied one" : "tied two");
    add("whole", "BIGINT", row -> (long) (row % 10));
    add("third", "DOUBLE", row -> List.of(0.1, 0.2, 1 / 3.0).get(random.nextInt(3)));
    add(ODD_NAME, "VARCHAR", row -> List.of("ok", "'; DROP TABLE x; --").get(random.nextInt(2)));
  }

  private void add(String name, String type, IntFunction<Object> value) {
    List<Object> column = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      column.add(value.apply(row));
    }
    types.put(name, type);
    values.put(name, column);
  }

  private boolean missing(double share) {
    return random.nextDouble() < share;
  }

  /** Null, NaN or a number. */
  private Double score() {
    if (missing(0.1)) {
      return null;
    }
    return missing(0.1) ? Double.valueOf(Double.NaN) : Double.valueOf(random.nextGaussian());
  }

  private int skewed(int bound) {
    return Math.min(random.nextInt(bound), random.nextInt(bound));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      text.append("aZ9 é雪".charAt(random.nextInt(6)));
      if (random.nextInt(9) == 0) {
        text.append("🦊");
      }
    }
    return text.toString();
  }

  /** As the table {@code main.data}. */
  void fill(Connection connection) throws SQLException {
    String columns =
        types.entrySet().stream()
            .map(column -> Sql.identifier(column.getKey()) + " " + column.getValue())
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE data (" + columns + ")");
    }
    String places = String.join(", ", Collections.nCopies(types.size(), "?"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO data VALUES (" + places + ")")) {
      for (int row = 0; row < ROWS; row++) {
        int place = 0;
        for (List<Object> column : values.values()) {
          insert.setObject(++place, column.get(row));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** JSON knows no NaN; pandas takes one for a null anyway. */
  void write(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode data = json.createObjectNode();
    ArrayNode columns = data.putArray("columns");
    types.forEach(
        (name, type) -> {
          ArrayNode column =
              columns.addObject().put("name", name).put("type", type).putArray("values");
          for (Object value : values.get(name)) {
            switch (value) {
              case null -> column.addNull();
              case Long whole -> column.add(whole);
              case Double number when number.isNaN() -> column.addNull();
              case Double number -> column.add(number);
              case Boolean truth -> column.add(truth);
              default -> column.add(value.toString());
            }
          }
        });
    json.writeValue(file.toFile(), data);
  }
}
