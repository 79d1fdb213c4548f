package io.keelson.api.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of docs/operations.md that says what removes what. */
final class RemoversTable {
  private static final Pattern TABLE = Pattern.compile("`([a-z]+\\.[a-z_]+)`");
  private static final String SWEEP = "the hourly round";

  private RemoversTable() {}

  /**
   * A line of it.
   *
   * @param bound what removes the rows or bounds them
   */
  record Line(String table, String what, String after, String bound) {
    boolean stays() {
      return what.startsWith("stay");
    }

    /** Whether a retention removes the rows. */
    boolean isSwept() {
      return bound.equals(SWEEP);
    }
  }

  static List<Line> read() {
    List<Line> lines = new ArrayList<>();
    for (String text : page()) {
      String[] cells =
          Arrays.stream(text.split("\\|", -1)).map(String::strip).toArray(String[]::new);
      Matcher table = cells.length == 6 ? TABLE.matcher(cells[1]) : null;
      if (table != null && table.matches()) {
        lines.add(new Line(table.group(1), cells[2], cells[3], cells[4]));
      }
    }
    return lines;
  }

  private static List<String> page() {
    Path root = Path.of(System.getProperty("keelson.test.root", ".."));
    try {
      return Files.readAllLines(root.resolve("docs").resolve("operations.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
