package io.keelson.trainer.data;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.keelson.trainer.InvalidInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of a CSV file that a model learns from. Values are single precision, because that is
 * what the exported model takes: training, evaluation and serving see the same numbers. A missing
 * value is NaN.
 *
 * @param features column names, in the order the model takes them
 * @param values one array per row, one value per feature
 * @param targets the target's text, one per row
 */
public record Table(List<String> features, float[][] values, String[] targets) {
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");
  private static final int MAX_COLUMNS = 10_001;
  private static final long BYTES_PER_VALUE = 24;

  public int rows() {
    return values.length;
  }

  /**
   * Reads a CSV file with a header line.
   *
   * @param wanted the feature columns; empty takes all but the target
   * @throws InvalidInput naming the line and column of the first value that cannot be used
   */
  public static Table read(Path file, String target, List<String> wanted) throws InvalidInput {
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    try (MappingIterator<String[]> lines =
        mapper.readerFor(String[].class).readValues(file.toFile())) {
      if (!lines.hasNext()) {
        throw new InvalidInput("data", file.getFileName(), "a CSV file with a header line");
      }
      String[] header = header(lines.next());
      int targetColumn = column(header, "target", target);
      return rows(lines, header, targetColumn, featureColumns(header, targetColumn, wanted));
    } catch (IOException | RuntimeJsonMappingException e) {
      throw new InvalidInput("data", file.getFileName(), "a readable CSV file; " + firstLine(e));
    }
  }

  private static String[] header(String[] cells) throws InvalidInput {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i].strip();
      if (cells[i].isEmpty() || !seen.add(cells[i])) {
        throw new InvalidInput(
            "data",
            "column " + (i + 1) + " named '" + cells[i] + "'",
            "a header of different names");
      }
    }
    if (cells.length < 2 || cells.length > MAX_COLUMNS) {
      throw new InvalidInput("data", cells.length + " columns", "2 to " + MAX_COLUMNS + " columns");
    }
    return cells;
  }

  private static int column(String[] header, String parameter, String name) throws InvalidInput {
    int index = Arrays.asList(header).indexOf(name);
    if (index < 0) {
      throw new InvalidInput(parameter, name, "one of the columns " + String.join(", ", header));
    }
    return index;
  }

  private static int[] featureColumns(String[] header, int targetColumn, List<String> wanted)
      throws InvalidInput {
    if (wanted.isEmpty()) {
      int[] all = new int[header.length - 1];
      for (int i = 0; i < all.length; i++) {
        all[i] = i < targetColumn ? i : i + 1;
      }
      return all;
    }
    int[] chosen = new int[wanted.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = column(header, "features", wanted.get(i));
    }
    return chosen;
  }

  private static Table rows(
      MappingIterator<String[]> lines, String[] header, int targetColumn, int[] columns)
      throws IOException, InvalidInput {
    long maxRows = Runtime.getRuntime().maxMemory() / (BYTES_PER_VALUE * (columns.length + 4));
    List<float[]> values = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    while (lines.hasNext()) {
      String[] cells = lines.next();
      int row = values.size() + 1;
      if (cells.length != header.length) {
        throw new InvalidInput(
            "data", "row " + row + " with " + cells.length + " values", header.length + " values");
      }
      if (row > maxRows) {
        throw new InvalidInput(
            "data", "more than " + maxRows + " rows", "rows that fit the job's memory");
      }
      String label = cells[targetColumn].strip();
      if (isMissing(label)) {
        throw new InvalidInput(
            "target", "row " + row + " with '" + label + "'", "a value in each row");
      }
      float[] numbers = new float[columns.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number(cells[columns[i]], row, header[columns[i]]);
      }
      values.add(numbers);
      targets.add(label);
    }
    List<String> names = Arrays.stream(columns).mapToObj(i -> header[i]).toList();
    return new Table(names, values.toArray(float[][]::new), targets.toArray(String[]::new));
  }

  private static float number(String cell, int row, String column) throws InvalidInput {
    String text = cell.strip();
    if (isMissing(text)) {
      return Float.NaN;
    }
    try {
      float number = Float.parseFloat(text);
      if (Float.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, with where it stands
    }
    throw new InvalidInput(
        "features",
        "'" + text + "' in row " + row + ", column " + column,
        "a number that fits single precision");
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  private static boolean isMissing(String text) {
    return MISSING.contains(text.toLowerCase(Locale.ROOT));
  }
}
