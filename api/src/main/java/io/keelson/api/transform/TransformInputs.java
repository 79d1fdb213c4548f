package io.keelson.api.transform;

import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.profile.TableFile;
import io.keelson.api.catalog.profile.VersionTable;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobSpec;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tables that a statement reads, as files of its job. Their own names may be anything: each
 * table has a folder of its own, in which its files have numbers for names.
 */
final class TransformInputs {
  private final List<JobInput> files = new ArrayList<>();
  private final JsonArray described = new JsonArray();
  private long bytes;
  private boolean partial;

  /** All files. */
  static final long WHOLE = Long.MAX_VALUE;

  /**
   * @param all files of the version, or of those that are read as one
   * @param enoughBytes further files of a table are left out once so much of it is there
   * @throws Invalid when none of the files is a table, or they are more than a job may have
   */
  void add(String name, List<DatasetFile> all, long enoughBytes) {
    List<VersionTable> tables =
        VersionTable.of(
            all.stream()
                .map(file -> new TableFile(file.path(), file.digest(), file.sizeBytes()))
                .toList());
    if (tables.isEmpty()) {
      throw new Invalid(
          "input.inputs", name, "a data set version with a table in it: CSV, TSV or Parquet");
    }
    JsonArray names = new JsonArray();
    for (VersionTable table : tables) {
      String folder = described.size() + "/" + names.size();
      names.add(new JsonObject().put("name", table.name()).put("folder", folder));
      long before = bytes;
      for (Map.Entry<String, TableFile> file : table.localNames().entrySet()) {
        if (bytes - before >= enoughBytes) {
          partial = true;
          break;
        }
        JobSpec.requireInputs(files.size() + 1L, 0);
        bytes += file.getValue().sizeBytes();
        files.add(
            new JobInput(
                folder + "/" + file.getKey(),
                file.getValue().digest(),
                file.getValue().sizeBytes()));
      }
    }
    described.add(new JsonObject().put("name", name).put("tables", names));
  }

  /** Whether files were left out. */
  boolean isPartial() {
    return partial;
  }

  /** Of all files. */
  long bytes() {
    return bytes;
  }

  List<JobInput> files() {
    return files;
  }

  /** As the program is told of them. */
  JsonArray described() {
    return described;
  }
}
