package io.keelson.api.graphql.random;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Values that nobody who means well sends, and that the schema allows. */
final class Edges {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0007b",
          "\ud800",
          "\ufeff",
          "\u202etxt",
          "😀 ünïcödé",
          "line\r\nbreak",
          "x".repeat(5_000),
          "'; DROP TABLE tenancy.tenant; --",
          "%_\\",
          "../../etc/passwd",
          "null",
          "NaN",
          "-1",
          "project_01h455vb4pex5vsknk084sn02q",
          "project_01h455vb4pex5vsknk084sn02u",
          "project_",
          "_");
  private static final List<Integer> INTS =
      List.of(-1, 0, 101, 1_001, Integer.MAX_VALUE, Integer.MIN_VALUE);
  private static final List<Object> FLOATS =
      List.of(-1, 0, -0.0, 1e-320, Double.MAX_VALUE, -Double.MAX_VALUE, Integer.MAX_VALUE);
  private static final List<Object> WHOLES =
      List.of(-1, 0, Long.MAX_VALUE, Long.MIN_VALUE, "9223372036854775808", "1e3", "1.5", "");
  private static final List<String> DECIMALS =
      List.of("-1", "0", "0.0000000000000000000001", "1e400", "9".repeat(60), "", "ten");
  private static final List<String> TIMES =
      List.of(
          "0000-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999999Z",
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "2026-02-30T00:00:00Z",
          "2026-01-01",
          "");
  private static final List<String> DURATIONS =
      List.of("PT0S", "-PT1H", "P999999999D", "PT9223372036854775807S", "PT0.000000001S", "");
  private static final List<Object> DOCUMENTS =
      Arrays.asList(
          List.of(),
          List.of(List.of(List.of())),
          "text",
          -1,
          true,
          1e300,
          List.of("\u0000", "\ud800"));

  private Edges() {}

  static String text(RandomGenerator random) {
    return one(random, TEXTS);
  }

  /** Of a scalar other than a text. */
  static Object of(RandomGenerator random, String scalar) {
    return switch (scalar) {
      case "Int" -> one(random, INTS);
      case "Float" -> one(random, FLOATS);
      case "BigInteger" -> one(random, WHOLES);
      case "BigDecimal" -> one(random, DECIMALS);
      case "DateTime" -> one(random, TIMES);
      case "Duration" -> one(random, DURATIONS);
      case "JSON" -> one(random, DOCUMENTS);
      case "Boolean" -> random.nextBoolean();
      default -> throw new IllegalArgumentException("scalar " + scalar);
    };
  }

  static <T> T one(RandomGenerator random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
