package io.keelson.djlworker.scoring;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rows of a CSV file that have a label. Values are single precision and missing ones NaN, as the
 * trainer has it.
 *
 * @param header the columns' names
 * @param cells a row each
 * @param labels what is right, a row each
 */
record LabelledRows(List<String> header, List<String[]> cells, String[] labels) {
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");
  private static final int MAX_DEPTH = 8;

  /**
   * @param maxRows the first so many that have a label
   * @throws CannotScore unless the folder holds one CSV file with the target among its columns
   */
  static LabelledRows read(Path folder, String target, int maxRows)
      throws CannotScore, IOException {
    Path file = only(folder);
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();
    try (MappingIterator<String[]> lines =
        mapper.readerFor(String[].class).readValues(file.toFile())) {
      List<String> header =
          lines.hasNext() ? Arrays.stream(lines.next()).map(String::strip).toList() : List.of();
      int label = header.indexOf(target);
      if (label < 0) {
        throw new CannotScore(file.getFileName() + " has no column " + target);
      }
      List<String[]> cells = new ArrayList<>();
      List<String> labels = new ArrayList<>();
      while (lines.hasNext() && cells.size() < maxRows) {
        String[] row = lines.next();
        if (row.length == header.size() && !isMissing(row[label])) {
          cells.add(row);
          labels.add(row[label].strip());
        }
      }
      if (cells.isEmpty()) {
        throw new CannotScore(file.getFileName() + " has no row with a label");
      }
      return new LabelledRows(header, cells, labels.toArray(String[]::new));
    } catch (RuntimeJsonMappingException e) {
      throw new CannotScore(file.getFileName() + " is not a CSV file that can be read");
    }
  }

  private static Path only(Path folder) throws CannotScore, IOException {
    try (Stream<Path> all = Files.walk(folder, MAX_DEPTH)) {
      List<Path> files = all.filter(Files::isRegularFile).limit(2).toList();
      if (files.size() != 1) {
        throw new CannotScore("the rows are more than one file, or none (expected: one CSV file)");
      }
      return files.getFirst();
    }
  }

  /**
   * @throws CannotScore naming a column that is not there, or a cell that is no number
   */
  float[][] values(List<String> columns) throws CannotScore {
    int[] places = new int[columns.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = header.indexOf(columns.get(i));
      if (places[i] < 0) {
        throw new CannotScore("the rows have no column " + columns.get(i));
      }
    }
    float[][] values = new float[cells.size()][places.length];
    for (int row = 0; row < values.length; row++) {
      for (int i = 0; i < places.length; i++) {
        values[row][i] = number(cells.get(row)[places[i]], row, columns.get(i));
      }
    }
    return values;
  }

  private static float number(String cell, int row, String column) throws CannotScore {
    if (isMissing(cell)) {
      return Float.NaN;
    }
    try {
      return Float.parseFloat(cell.strip());
    } catch (NumberFormatException e) {
      throw new CannotScore("labelled row %d: %s is no number".formatted(row + 1, column));
    }
  }

  private static boolean isMissing(String cell) {
    return MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
  }
}
