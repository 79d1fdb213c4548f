package io.keelson.api.catalog.validation;

import io.keelson.api.catalog.profile.TableFile;
import io.keelson.api.catalog.profile.VersionTable;
import io.keelson.compute.job.JobInput;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tables that one job looks through: as many of those that wait as a job may have, in their
 * order, and at least one. Their own names may be anything: each table has a folder of its own, in
 * which its files have numbers for names.
 */
final class ValidationBatch {
  private static final int MAX_FILES = 10_000;

  /** Of the 256 KiB that a job's parameters may have; what is expected of the tables has 64. */
  private static final int MAX_DESCRIBED_BYTES = 170 << 10;

  private final List<JobInput> files = new ArrayList<>();
  private final JsonArray described = new JsonArray();
  private long inputBytes;
  private int describedBytes;

  private ValidationBatch() {}

  /** A table, and what it is to be looked at for. */
  record Wanted(VersionTable table, boolean profile, boolean check) {}

  /**
   * @param tables each within the bounds of a job
   */
  static ValidationBatch of(List<Wanted> tables, long maxInputBytes) {
    ValidationBatch batch = new ValidationBatch();
    for (Wanted table : tables) {
      if (!batch.add(table, maxInputBytes)) {
        break;
      }
    }
    return batch;
  }

  private boolean add(Wanted wanted, long maxInputBytes) {
    VersionTable table = wanted.table();
    String folder = Integer.toString(described.size());
    JsonObject description =
        new JsonObject()
            .put("name", table.name())
            .put("folder", folder)
            .put("profile", wanted.profile())
            .put("check", wanted.check());
    int bytes = description.encode().getBytes(StandardCharsets.UTF_8).length + 1;
    boolean fits =
        files.size() + table.files().size() <= MAX_FILES
            && inputBytes + table.sizeBytes() <= maxInputBytes
            && describedBytes + bytes <= MAX_DESCRIBED_BYTES;
    if (!fits && !described.isEmpty()) {
      return false;
    }
    described.add(description);
    describedBytes += bytes;
    inputBytes += table.sizeBytes();
    for (Map.Entry<String, TableFile> file : table.localNames().entrySet()) {
      files.add(
          new JobInput(
              folder + "/" + file.getKey(), file.getValue().digest(), file.getValue().sizeBytes()));
    }
    return true;
  }

  boolean isEmpty() {
    return described.isEmpty();
  }

  List<JobInput> files() {
    return files;
  }

  /** As the program is told of them. */
  JsonArray described() {
    return described;
  }
}
