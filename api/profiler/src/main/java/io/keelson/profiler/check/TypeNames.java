package io.keelson.profiler.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of types: DuckDB's own, and those of pandas, NumPy, Python and Spark, which suites of Great
 * Expectations name. Widths are kept: Spark's {@code IntegerType} is INTEGER, not BIGINT.
 */
public final class TypeNames {
  /** Of {@code duckdb_types()}, in lower case. */
  private static final Set<String> OF_DUCKDB =
      Set.of(
          ("bigint binary bit bitstring blob bool boolean bpchar bytea char date datetime dec"
                  + " decimal double enum float float4 float8 guid hugeint int int1 int128 int16 int2"
                  + " int32 int4 int64 int8 integer integral interval json list logical long map null"
                  + " numeric nvarchar oid real row short signed smallint string struct text time"
                  + " timestamp timestamp_ms timestamp_ns timestamp_s timestamp_us timestamptz timetz"
                  + " tinyint ubigint uhugeint uint128 uint16 uint32 uint64 uint8 uinteger union"
                  + " usmallint utinyint uuid varbinary varchar varint")
              .split(" "));

  /** Those whose values have places on an axis; so do decimals, whatever their width. */
  private static final Set<String> NUMBERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  /** What a column's type is said to be, beside those names. */
  private static final Set<String> SAID =
      Set.of("array", "timestamp with time zone", "time with time zone");

  private static final List<String> WHOLE =
      List.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT");
  private static final List<String> INSTANTS =
      List.of("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATE");
  private static final Pattern DATETIME64 =
      Pattern.compile("datetime64(?:\\[(?:s|ms|us|ns)(, ?[\\w/+:-]{1,100})?])?");
  private static final Pattern TIMEDELTA64 = Pattern.compile("timedelta64(?:\\[(?:s|ms|us|ns)])?");
  private static final Pattern SPARK_DECIMAL =
      Pattern.compile("DecimalType\\((\\d{1,2}), ?(\\d{1,2})\\)");

  /** By their exact spelling: pandas' {@code int8} has 8 bits, DuckDB's {@code INT8} 8 bytes. */
  private static final Map<String, List<String>> FOREIGN =
      Map.ofEntries(
          Map.entry("int", WHOLE),
          Map.entry("int_", List.of("BIGINT")),
          Map.entry("int8", List.of("TINYINT")),
          Map.entry("int16", List.of("SMALLINT")),
          Map.entry("int32", List.of("INTEGER")),
          Map.entry("int64", List.of("BIGINT")),
          Map.entry("uint8", List.of("UTINYINT")),
          Map.entry("uint16", List.of("USMALLINT")),
          Map.entry("uint32", List.of("UINTEGER")),
          Map.entry("uint64", List.of("UBIGINT")),
          Map.entry("Int8", List.of("TINYINT")),
          Map.entry("Int16", List.of("SMALLINT")),
          Map.entry("Int32", List.of("INTEGER")),
          Map.entry("Int64", List.of("BIGINT")),
          Map.entry("UInt8", List.of("UTINYINT")),
          Map.entry("UInt16", List.of("USMALLINT")),
          Map.entry("UInt32", List.of("UINTEGER")),
          Map.entry("UInt64", List.of("UBIGINT")),
          Map.entry("float", List.of("FLOAT", "DOUBLE")),
          Map.entry("float_", List.of("DOUBLE")),
          Map.entry("float32", List.of("FLOAT")),
          Map.entry("float64", List.of("DOUBLE")),
          Map.entry("Float32", List.of("FLOAT")),
          Map.entry("Float64", List.of("DOUBLE")),
          Map.entry("bool_", List.of("BOOLEAN")),
          Map.entry("str", List.of("VARCHAR")),
          Map.entry("str_", List.of("VARCHAR")),
          Map.entry("object", List.of("VARCHAR")),
          Map.entry("object_", List.of("VARCHAR")),
          Map.entry("category", List.of("ENUM", "VARCHAR")),
          Map.entry("datetime", INSTANTS),
          Map.entry("Timestamp", INSTANTS),
          Map.entry("Timedelta", List.of("INTERVAL")),
          Map.entry("timedelta", List.of("INTERVAL")),
          Map.entry("bytes", List.of("BLOB")),
          Map.entry("dict", List.of("STRUCT", "MAP")),
          Map.entry("ByteType", List.of("TINYINT")),
          Map.entry("ShortType", List.of("SMALLINT")),
          Map.entry("IntegerType", List.of("INTEGER")),
          Map.entry("LongType", List.of("BIGINT")),
          Map.entry("FloatType", List.of("FLOAT")),
          Map.entry("DoubleType", List.of("DOUBLE")),
          Map.entry("DecimalType", List.of("DECIMAL")),
          Map.entry("StringType", List.of("VARCHAR")),
          Map.entry("BinaryType", List.of("BLOB")),
          Map.entry("BooleanType", List.of("BOOLEAN")),
          Map.entry("DateType", List.of("DATE")),
          Map.entry("TimestampType", List.of("TIMESTAMP WITH TIME ZONE", "TIMESTAMP")),
          Map.entry("TimestampNTZType", List.of("TIMESTAMP")),
          Map.entry("ArrayType", List.of("LIST", "ARRAY")),
          Map.entry("MapType", List.of("MAP")),
          Map.entry("StructType", List.of("STRUCT")),
          Map.entry("DOUBLE_PRECISION", List.of("DOUBLE")),
          Map.entry("DOUBLE PRECISION", List.of("DOUBLE")));

  private TypeNames() {}

  /** Whether a column's type, as DuckDB says it, is one of numbers: its histogram has ranges. */
  public static boolean isNumber(String type) {
    return NUMBERS.contains(type) || type.startsWith("DECIMAL");
  }

  /**
   * Whether DuckDB knows it: as a type, an alias, or one of another type, such as {@code INT[]}.
   * None longer than {@link Argument#MAX_NAME_CHARACTERS} is.
   */
  public static boolean isOfDuckDb(String name) {
    if (name.length() > Argument.MAX_NAME_CHARACTERS) {
      return false;
    }
    String plain = name.strip().toLowerCase(Locale.ROOT);
    while (plain.endsWith("]") && plain.contains("[")) {
      plain = plain.substring(0, plain.lastIndexOf('[')).strip();
    }
    int bracket = plain.indexOf('(');
    String base = bracket < 0 ? plain : plain.substring(0, bracket).strip();
    return OF_DUCKDB.contains(base) || SAID.contains(base);
  }

  /**
   * The types of DuckDB that a name in a suite of Great Expectations means; none for an unknown, or
   * one longer than {@link Argument#MAX_NAME_CHARACTERS}.
   */
  public static List<String> ofGreatExpectations(String name) {
    if (name.length() > Argument.MAX_NAME_CHARACTERS) {
      return List.of();
    }
    String plain = name.strip();
    List<String> foreign = FOREIGN.get(plain.endsWith("()") ? plain.replace("()", "") : plain);
    if (foreign != null) {
      return foreign;
    }
    Matcher instant = DATETIME64.matcher(plain);
    if (instant.matches()) {
      return instant.group(1) == null ? INSTANTS : List.of("TIMESTAMP WITH TIME ZONE");
    }
    if (TIMEDELTA64.matcher(plain).matches()) {
      return List.of("INTERVAL");
    }
    Matcher decimal = SPARK_DECIMAL.matcher(plain);
    if (decimal.matches()) {
      return List.of("DECIMAL(%s,%s)".formatted(decimal.group(1), decimal.group(2)));
    }
    return isOfDuckDb(plain) ? List.of(plain) : List.of();
  }
}
