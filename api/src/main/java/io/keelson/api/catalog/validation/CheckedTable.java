package io.keelson.api.catalog.validation;

import io.keelson.compute.job.JobOutput;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a job said of the expectations of one table.
 *
 * @param failure why the table could not be judged; null when it was
 * @param failedRows how many rows failed checks that block
 * @param keptRows how many of them lie in the file
 * @param file with those rows; null where there is none
 */
record CheckedTable(
    String table,
    List<CheckLine> lines,
    String failure,
    long failedRows,
    long keptRows,
    JobOutput file) {

  static CheckedTable failed(String table, String reason) {
    return new CheckedTable(table, List.of(), TableRows.cut(reason), 0, 0, null);
  }

  /**
   * @throws RuntimeException where it is none
   */
  static CheckedTable read(String table, JsonObject checks) {
    JsonArray results = checks.getJsonArray("results");
    List<CheckLine> lines = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      lines.add(
          CheckLine.read(results.getJsonObject(i), table)
              .orElseThrow(() -> new IllegalArgumentException("no result")));
    }
    JsonObject rows = checks.getJsonObject("quarantine");
    long failed = rows.getLong("rows");
    long written = rows.getLong("written");
    if (failed < 0 || written < 0 || written > failed) {
      throw new IllegalArgumentException("no count of rows");
    }
    return new CheckedTable(table, lines, null, failed, written, null);
  }

  CheckedTable withFile(JobOutput output) {
    return new CheckedTable(table, lines, failure, failedRows, keptRows, output);
  }
}
