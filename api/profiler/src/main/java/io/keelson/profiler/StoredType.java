package io.keelson.profiler;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The type that a column has in a Parquet file which DuckDB writes, where its values come back
 * exactly. It is told of the type's name as DuckDB writes it, nested ones too.
 *
 * <p>Not held: INTERVAL loses its microseconds, TIME WITH TIME ZONE its zone, UNION its tags; BIT
 * and VARINT come back as text; a STRUCT without names has no field that others could read. What
 * nobody has listed is not held either.
 */
final class StoredType {
  private static final Set<String> HELD =
      Set.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "FLOAT",
          "DOUBLE",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMP_NS",
          "TIMESTAMP WITH TIME ZONE",
          "UUID",
          "VARCHAR",
          "BLOB",
          "JSON");

  /** Of those whose values have another type in the file; the first two where they fit. */
  private static final Map<String, String> HELD_AS =
      Map.of(
          "HUGEINT", "BIGINT",
          "UHUGEINT", "UBIGINT",
          "TIMESTAMP_S", "TIMESTAMP",
          "TIMESTAMP_MS", "TIMESTAMP");

  private static final String WITH_TIME_ZONE = " WITH TIME ZONE";

  private final String name;
  private int at;

  /** It is none of those that are held, or is not written as we know them. */
  private static final class NotHeld extends Exception {
    private static final long serialVersionUID = 1;
  }

  private StoredType(String name) {
    this.name = name;
  }

  /** Empty where the file would not hold it exactly. */
  static Optional<String> of(String name) {
    StoredType type = new StoredType(name);
    try {
      String stored = type.read();
      return type.at == name.length() ? Optional.of(stored) : Optional.empty();
    } catch (NotHeld e) {
      return Optional.empty();
    }
  }

  private String read() throws NotHeld {
    String word = word();
    StringBuilder stored =
        new StringBuilder(
            switch (word) {
              case "STRUCT" -> struct();
              case "MAP" -> map();
              case "ENUM" -> enumeration();
              case "DECIMAL" -> word + rest();
              default -> scalar(word);
            });
    while (accept("[")) {
      while (at < name.length() && Character.isDigit(name.charAt(at))) {
        at++;
      }
      expect("]");
      stored.append("[]");
    }
    return stored.toString();
  }

  private String scalar(String word) throws NotHeld {
    String whole = accept(WITH_TIME_ZONE) ? word + WITH_TIME_ZONE : word;
    if (HELD.contains(whole)) {
      return whole;
    }
    String stored = HELD_AS.get(whole);
    if (stored == null) {
      throw new NotHeld();
    }
    return stored;
  }

  private String struct() throws NotHeld {
    StringBuilder stored = new StringBuilder("STRUCT(");
    expect("(");
    do {
      String field = quotedBy('"');
      if (field.isEmpty()) {
        field = '"' + word() + '"';
      }
      expect(" ");
      stored.append(field).append(' ').append(read());
      if (name.startsWith(", ", at)) {
        stored.append(", ");
      }
    } while (accept(", "));
    expect(")");
    return stored.append(')').toString();
  }

  private String map() throws NotHeld {
    expect("(");
    String key = read();
    expect(", ");
    String value = read();
    expect(")");
    return "MAP(" + key + ", " + value + ")";
  }

  private String enumeration() throws NotHeld {
    expect("(");
    do {
      quotedBy('\'');
    } while (accept(", "));
    expect(")");
    return "VARCHAR";
  }

  /** What stands in parentheses, with them. */
  private String rest() throws NotHeld {
    int from = at;
    expect("(");
    until(')');
    expect(")");
    return name.substring(from, at);
  }

  private String word() {
    int from = at;
    while (at < name.length()
        && (Character.isLetterOrDigit(name.charAt(at)) || name.charAt(at) == '_')) {
      at++;
    }
    return name.substring(from, at);
  }

  private String until(char end) throws NotHeld {
    int to = name.indexOf(end, at);
    if (to <= at) {
      throw new NotHeld();
    }
    String found = name.substring(at, to);
    at = to;
    return found;
  }

  /** With its quotes, a doubled one being one inside; empty where no quote is next. */
  private String quotedBy(char quote) throws NotHeld {
    int from = at;
    while (at < name.length() && name.charAt(at) == quote) {
      int end = name.indexOf(quote, at + 1);
      if (end < 0) {
        throw new NotHeld();
      }
      at = end + 1;
    }
    return name.substring(from, at);
  }

  private boolean accept(String text) {
    boolean next = name.startsWith(text, at);
    at += next ? text.length() : 0;
    return next;
  }

  private void expect(String text) throws NotHeld {
    if (!accept(text)) {
      throw new NotHeld();
    }
  }
}
