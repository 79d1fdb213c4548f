package io.keelson.api.catalog.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.profile.TableFile;
import io.keelson.api.catalog.profile.VersionTable;
import io.keelson.compute.job.JobInput;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ValidationBatchTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  private static VersionTable table(String name, int files, long fileBytes) {
    List<TableFile> all = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      all.add(new TableFile("part-" + i + ".csv", DIGEST, fileBytes));
    }
    return new VersionTable(name, all);
  }

  private static List<ValidationBatch.Wanted> wanted(List<VersionTable> tables) {
    return tables.stream().map(table -> new ValidationBatch.Wanted(table, true, true)).toList();
  }

  private static int taken(List<VersionTable> tables, long maxInputBytes) {
    ValidationBatch batch = ValidationBatch.of(wanted(tables), maxInputBytes);
    ValidationJob.spec(UUID.randomUUID(), batch, new JsonArray(), ValidationConfig.defaults());
    return batch.described().size();
  }

  @Test
  void aTableIsAFolderOfNumberedFiles() {
    ValidationBatch batch =
        ValidationBatch.of(wanted(List.of(table("a", 1, 1), table("part-*.csv", 2, 1))), 100);

    assertThat(batch.files())
        .extracting(JobInput::path)
        .containsExactly("0/table-000000.csv", "1/table-000000.csv", "1/table-000001.csv");
    assertThat(batch.isEmpty()).isFalse();
    assertThat(ValidationBatch.of(List.of(), 100).isEmpty()).isTrue();
  }

  @Test
  void aVersionOfAsManyFilesAsItMayHaveIsOneJob() {
    assertThat(taken(List.of(table("a", 10_000, 1)), 1 << 20)).isEqualTo(1);
    List<VersionTable> many = new ArrayList<>();
    for (int i = 0; i < ValidationWork.MAX_TABLES; i++) {
      many.add(table("folder/table " + i + ".csv", 10, 1));
    }
    assertThat(taken(many, 1 << 20)).isEqualTo(ValidationWork.MAX_TABLES);
  }

  @Test
  void whatIsMoreThanAJobMayHaveIsLeftToTheNext() {
    assertThat(taken(List.of(table("a", 9_999, 1), table("b", 2, 1)), 1 << 20)).isEqualTo(1);
    assertThat(taken(List.of(table("a", 1, 60), table("b", 1, 41), table("c", 1, 1)), 100))
        .as("bytes of inputs, in their order")
        .isEqualTo(1);
    List<VersionTable> longNames = new ArrayList<>();
    for (int i = 0; i < ValidationWork.MAX_TABLES; i++) {
      longNames.add(table("ü".repeat(500) + i, 1, 1));
    }
    assertThat(taken(longNames, 1 << 20)).as("bytes of their names").isBetween(150, 200);
  }
}
