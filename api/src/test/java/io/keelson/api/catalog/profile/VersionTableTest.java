package io.keelson.api.catalog.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VersionTableTest {

  private static List<VersionTable> tables(String... paths) {
    return VersionTable.of(Stream.of(paths).map(path -> new TableFile(path, "d", 1)).toList());
  }

  private static List<String> names(String... paths) {
    return tables(paths).stream().map(table -> table.name() + " " + table.files().size()).toList();
  }

  @Test
  void filesOfDifferentNamesAreDifferentTables() {
    assertThat(names("train.csv", "test.csv", "a/train.csv", "readme.md", "image.png"))
        .containsExactly("a/train.csv 1", "test.csv 1", "train.csv 1");
  }

  @Test
  void partsOfOneTableAreOne() {
    assertThat(
            names(
                "train/part-00000-of-00002.parquet",
                "train/part-00001-of-00002.parquet",
                "test/part-00000-of-00001.parquet"))
        .containsExactly("test/part-00000-of-00001.parquet 1", "train/part-*-of-*.parquet 2");
  }

  @Test
  void whatEnginesWriteIsOneTable() {
    assertThat(
            names(
                "t/year=2025/city=Bremen/part-0-3f2c0a58-1a0e-4c67-9f1b-0d6a5b1c2d3e.c000.snappy.parquet",
                "t/year=2026/city=Emden/part-1-5d2c0a58-1a0e-4c67-af1b-0d6a5b1c2d3f.c000.snappy.parquet"))
        .containsExactly("t/year=*/city=*/part-*-*.c*.snappy.parquet 2");
    assertThat(names("x/00ff12ab34cd.csv", "x/deadbeef0011.csv")).containsExactly("x/*.csv 2");
  }

  @Test
  void endingsTellTablesInAnyCase() {
    assertThat(names("a.CSV", "b.tsv.gz", "c.pq", "d.csv.zip", "e.csv.gz"))
        .containsExactly("a.CSV 1", "b.tsv.gz 1", "c.pq 1", "e.csv.gz 1");
  }

  @Test
  void linesOfJsonAreTables() {
    assertThat(names("events.ndjson.gz", "a.jsonl", "b.json"))
        .containsExactly("a.jsonl 1", "events.ndjson.gz 1");
    assertThat(tables("a.jsonl.gz").getFirst().localNames().keySet())
        .containsExactly("table-000000.ndjson.gz");
  }

  @Test
  void filesAreNumberedAndNothingOfTheirNamesIsUsed() {
    assertThat(tables("a/'; DROP.CSV").getFirst().localNames().keySet())
        .containsExactly("table-000000.csv");
    assertThat(tables("x/1.csv.gz", "x/2.csv.gz").getFirst().localNames().keySet())
        .containsExactly("table-000000.csv.gz", "table-000001.csv.gz");
  }

  @Test
  void noFileIsLostToANameThatIsAnothersPattern() {
    assertThat(names("z1abcdefab.csv", "z2abcdefab.csv", "z*abcdefab.csv"))
        .containsExactly("z**.csv 3");
  }

  @Test
  void aNameThatLooksLikeAPatternBelongsToIt() {
    assertThat(names("x*.csv", "x1.csv", "x2.csv")).containsExactly("x*.csv 3");
  }
}
