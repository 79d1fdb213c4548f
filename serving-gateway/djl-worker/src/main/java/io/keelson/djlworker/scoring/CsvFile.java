package io.keelson.djlworker.scoring;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A CSV file with a header, read line by line.
 *
 * @param header the columns' names
 */
record CsvFile(Path path, List<String> header) {
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null", "?");
  private static final int MAX_DEPTH = 8;
  private static final CsvMapper MAPPER =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY, CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  /** A line after the header, as long as that. */
  interface Line {
    void take(String[] cells) throws CannotScore;
  }

  /**
   * @throws CannotScore unless the folder holds one file, which is a CSV file
   */
  static CsvFile only(Path folder) throws CannotScore, IOException {
    List<Path> files = files(folder);
    if (files.size() != 1) {
      throw new CannotScore("the rows are more than one file, or none (expected: one CSV file)");
    }
    return open(files.getFirst());
  }

  /** All files below a folder, which need not be there. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder, MAX_DEPTH)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * @throws CannotScore when it is no CSV file
   */
  static CsvFile open(Path file) throws CannotScore, IOException {
    try (MappingIterator<String[]> lines =
        MAPPER.readerFor(String[].class).readValues(file.toFile())) {
      List<String> header =
          lines.hasNext() ? Arrays.stream(lines.next()).map(String::strip).toList() : List.of();
      return new CsvFile(file, header);
    } catch (RuntimeJsonMappingException | JacksonException e) {
      throw unreadable(file);
    }
  }

  boolean has(List<String> columns) {
    return header.containsAll(columns);
  }

  /**
   * @throws CannotScore naming a column that is not there
   */
  int column(String name) throws CannotScore {
    int place = header.indexOf(name);
    if (place < 0) {
      throw new CannotScore(path.getFileName() + " has no column " + name);
    }
    return place;
  }

  int[] columns(List<String> names) throws CannotScore {
    int[] places = new int[names.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = column(names.get(i));
    }
    return places;
  }

  /** Lines that are shorter or longer than the header are passed over. */
  void forEach(Line line) throws CannotScore, IOException {
    try (MappingIterator<String[]> lines =
        MAPPER.readerFor(String[].class).readValues(path.toFile())) {
      if (lines.hasNext()) {
        lines.next();
      }
      while (lines.hasNext()) {
        String[] cells = lines.next();
        if (cells.length == header.size()) {
          line.take(cells);
        }
      }
    } catch (RuntimeJsonMappingException | JacksonException e) {
      throw unreadable(path);
    }
  }

  private static CannotScore unreadable(Path file) {
    return new CannotScore(file.getFileName() + " is not a CSV file that can be read");
  }

  static boolean isMissing(String cell) {
    return MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
  }
}
