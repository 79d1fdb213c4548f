package io.keelson.api.catalog.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Files of a version that are one table: their paths are the same but for numbers, UUIDs, long
 * hexadecimal words and the values of folders named {@code key=value}, as engines name the parts of
 * what they write. {@code train.csv} and {@code test.csv} are two tables, {@code part-0001.parquet}
 * and {@code part-0002.parquet} are one.
 *
 * @param name the file's path, or the pattern of several
 * @param files by path
 */
public record VersionTable(String name, List<TableFile> files) {
  /** How each name begins that a file has for the profiler. */
  public static final String LOCAL_NAME = "table-";

  /** Endings of tables, and what each is for the profiler. */
  private static final Map<String, String> ENDINGS =
      Map.of(
          ".csv", ".csv",
          ".tsv", ".tsv",
          ".csv.gz", ".csv.gz",
          ".tsv.gz", ".tsv.gz",
          ".ndjson", ".ndjson",
          ".jsonl", ".ndjson",
          ".ndjson.gz", ".ndjson.gz",
          ".jsonl.gz", ".ndjson.gz",
          ".parquet", ".parquet",
          ".pq", ".parquet");

  private static final Pattern PARTITION = Pattern.compile("(?<=^|/)([^/=]+)=[^/]*(?=/)");
  private static final Pattern VARYING =
      Pattern.compile(
          "(?i)\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b"
              + "|(?<![\\p{Alnum}])[0-9a-f]{8,}(?![\\p{Alnum}])|\\d+");

  /** Those of the files that are tables, in the order of their names. */
  public static List<VersionTable> of(List<TableFile> files) {
    Map<String, List<TableFile>> byPattern = new LinkedHashMap<>();
    for (TableFile file : files) {
      if (ending(file.path()).isPresent()) {
        byPattern.computeIfAbsent(pattern(file.path()), _ -> new ArrayList<>()).add(file);
      }
    }
    Map<String, VersionTable> byName = new TreeMap<>();
    byPattern.forEach(
        (pattern, own) -> {
          String name = own.size() == 1 ? own.getFirst().path() : pattern;
          byName.put(name, new VersionTable(name, List.copyOf(own)));
        });
    return List.copyOf(byName.values());
  }

  /**
   * The pattern of a pattern is itself: no file is called as others' pattern and is none of them.
   */
  private static String pattern(String path) {
    String before = path;
    String after = varied(before);
    while (!after.equals(before)) {
      before = after;
      after = varied(before);
    }
    return after;
  }

  private static String varied(String path) {
    String folders = PARTITION.matcher(path).replaceAll("$1=*");
    int slash = folders.lastIndexOf('/') + 1;
    return folders.substring(0, slash) + VARYING.matcher(folders.substring(slash)).replaceAll("*");
  }

  private static Optional<String> ending(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return ENDINGS.entrySet().stream()
        .filter(ending -> name.endsWith(ending.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * Its files as the profiler finds them: a file's own name may be anything; there it is a number,
   * and the ending that says what it is.
   */
  public Map<String, TableFile> localNames() {
    Map<String, TableFile> out = new TreeMap<>();
    for (TableFile file : files) {
      out.put(
          (LOCAL_NAME + "%06d%s").formatted(out.size(), ending(file.path()).orElseThrow()), file);
    }
    return out;
  }

  public long sizeBytes() {
    return files.stream().mapToLong(TableFile::sizeBytes).sum();
  }
}
