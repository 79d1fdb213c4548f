package io.keelson.api.retraining.check;

import io.keelson.api.catalog.profile.CsvDialect;
import io.keelson.api.catalog.profile.ProfileDocument;
import io.keelson.tenancy.database.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Whether trainer and scoring can read a version: one CSV file by RFC 4180, whose first line names
 * the columns. Profiles are read by what a file looks like, with semicolons too.
 */
final class ScoredFiles {
  /** Which are not read. */
  private static final List<String> OTHER_FORMATS =
      List.of(".parquet", ".pq", ".json", ".jsonl", ".ndjson", ".tsv", ".gz", ".zst");

  private static final String COMMA = ",";
  private static final String QUOTE = "\"";

  private ScoredFiles() {}

  /**
   * @param what the version is called
   * @param amiss gets what is amiss
   */
  static void look(Transaction tx, UUID versionId, String what, List<String> amiss) {
    List<String> paths =
        tx.list(
            row -> row.getString("path"),
            "SELECT path FROM catalog.dataset_file WHERE tenant_id = $1 AND dataset_version_id = $2 LIMIT 2",
            tx.tenantId(),
            versionId);
    boolean isOne = paths.size() == 1;
    if (!isOne
        || OTHER_FORMATS.stream().anyMatch(paths.getFirst().toLowerCase(Locale.ROOT)::endsWith)) {
      amiss.add(
          "%s is %s (expected: one CSV file)"
              .formatted(what, isOne ? "not CSV" : "no file, or several"));
      return;
    }
    tx.list(
            row -> ProfileDocument.read(row.getJsonObject("profile")),
            """
            SELECT profile
            FROM catalog.table_profile
            WHERE tenant_id = $1 AND dataset_version_id = $2 AND status = 'PROFILED'
            LIMIT 1
            """,
            tx.tenantId(),
            versionId)
        .forEach(table -> dialect(table.dialect(), what, amiss));
  }

  /** Of a profile that was made before it said so, nothing is known. */
  private static void dialect(CsvDialect dialect, String what, List<String> amiss) {
    if (dialect == null) {
      return;
    }
    List<String> other = new ArrayList<>();
    if (!dialect.delimiter().equals(COMMA)) {
      other.add("separated by '%s'".formatted(dialect.delimiter()));
    }
    if (!dialect.quote().isEmpty() && !dialect.quote().equals(QUOTE)) {
      other.add("quoted by %s".formatted(dialect.quote()));
    }
    if (!dialect.escape().isEmpty() && !dialect.escape().equals(dialect.quote())) {
      other.add("with quotes behind %s".formatted(dialect.escape()));
    }
    if (!dialect.header()) {
      other.add("without a line that names the columns");
    } else if (dialect.skipped() > 0) {
      other.add("with %d lines before the columns' names".formatted(dialect.skipped()));
    }
    if (!other.isEmpty()) {
      amiss.add(
          "%s is %s (expected: values separated by commas, quoted by \" if at all, below a line with their names)"
              .formatted(what, String.join(", ", other)));
    }
  }
}
