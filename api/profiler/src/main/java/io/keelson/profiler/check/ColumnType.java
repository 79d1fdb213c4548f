package io.keelson.profiler.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type of DuckDB, as far as expectations tell types apart.
 *
 * @param name as DuckDB writes it
 * @param scale digits behind the point that values have at most; of exact numbers alone
 * @param min the least value; of exact numbers alone
 * @param max the greatest value; of exact numbers alone
 */
record ColumnType(Family family, String name, int scale, BigDecimal min, BigDecimal max) {
  enum Family {
    /** Integers and decimals. */
    EXACT,
    /** FLOAT and DOUBLE. */
    FLOATING,
    BOOLEAN,
    TEXT,
    /** DATE and the timestamps. */
    TIMESTAMP,
    TIME,
    OTHER
  }

  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");
  static final ColumnType DOUBLE = of("DOUBLE");

  static ColumnType of(String name) {
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      int scale = Integer.parseInt(decimal.group(2));
      BigInteger unscaled = BigInteger.TEN.pow(Integer.parseInt(decimal.group(1)));
      BigDecimal max = new BigDecimal(unscaled.subtract(BigInteger.ONE), scale);
      return new ColumnType(Family.EXACT, name, scale, max.negate(), max);
    }
    return switch (name) {
      case "TINYINT" -> signed(name, 8);
      case "SMALLINT" -> signed(name, 16);
      case "INTEGER" -> signed(name, 32);
      case "BIGINT" -> signed(name, 64);
      case "HUGEINT" -> signed(name, 128);
      case "UTINYINT" -> unsigned(name, 8);
      case "USMALLINT" -> unsigned(name, 16);
      case "UINTEGER" -> unsigned(name, 32);
      case "UBIGINT" -> unsigned(name, 64);
      case "UHUGEINT" -> unsigned(name, 128);
      case "FLOAT", "DOUBLE" -> inexact(Family.FLOATING, name);
      case "BOOLEAN" -> inexact(Family.BOOLEAN, name);
      case "VARCHAR", "UUID", "JSON" -> inexact(Family.TEXT, name);
      case "DATE",
          "TIMESTAMP",
          "TIMESTAMP_S",
          "TIMESTAMP_MS",
          "TIMESTAMP_NS",
          "TIMESTAMP WITH TIME ZONE" ->
          inexact(Family.TIMESTAMP, name);
      case "TIME" -> inexact(Family.TIME, name);
      default -> inexact(name.startsWith("ENUM(") ? Family.TEXT : Family.OTHER, name);
    };
  }

  private static ColumnType signed(String name, int bits) {
    BigInteger end = BigInteger.TWO.pow(bits - 1);
    return new ColumnType(
        Family.EXACT,
        name,
        0,
        new BigDecimal(end.negate()),
        new BigDecimal(end.subtract(BigInteger.ONE)));
  }

  private static ColumnType unsigned(String name, int bits) {
    return new ColumnType(
        Family.EXACT,
        name,
        0,
        BigDecimal.ZERO,
        new BigDecimal(BigInteger.TWO.pow(bits).subtract(BigInteger.ONE)));
  }

  private static ColumnType inexact(Family family, String name) {
    return new ColumnType(family, name, 0, null, null);
  }

  boolean isWhole() {
    return family == Family.EXACT && scale == 0 && !name.startsWith("DECIMAL");
  }

  boolean isNumber() {
    return family == Family.EXACT || family == Family.FLOATING || family == Family.BOOLEAN;
  }

  /** Without what stands in brackets: {@code DECIMAL}, {@code STRUCT}, {@code LIST}. */
  String base() {
    if (name.endsWith("[]")) {
      return "LIST";
    }
    if (name.endsWith("]")) {
      return "ARRAY";
    }
    int bracket = name.indexOf('(');
    return bracket < 0 ? name : name.substring(0, bracket);
  }
}
