package io.keelson.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keelson.profiler.check.Quarantine;
import io.keelson.profiler.check.Suite;
import io.keelson.profiler.check.TableChecks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks run in an engine whose doors are shut, with little memory and a place to spill to. */
class LockedChecksTest {
  private static final String SUITE =
      """
      {"expectations":[
        {"id":"unique","name":"expect_column_values_to_be_unique","column":"s"},
        {"id":"median","name":"expect_column_median_to_be_between","column":"x","arguments":{"min_value":0}},
        {"id":"odd","name":"expect_column_values_to_match_regex","column":"s","arguments":{"regex":"^[0-8]"}}
      ]}
      """;

  @TempDir Path folder;

  @Test
  void groupsSpillAndOnlyTheFileThatIsAllowedIsWritten() throws Exception {
    Path data = folder.resolve("data.parquet");
    Path allowed = folder.resolve("quarantine.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT r AS x, md5((r %% 999999)::VARCHAR) AS s FROM range(1000000) t(r)) TO %s"
              .formatted(Tables.quoted(data)));
      statement.execute("CREATE SCHEMA wine");
      statement.execute("CREATE VIEW wine.data AS " + Tables.readParquet(List.of(data)));
      Lockdown.bound(connection, folder, 400_000_000, 2);
      Lockdown.shut(
          connection,
          List.of("allowed_paths = [" + Tables.quoted(data) + ", " + Tables.quoted(allowed) + "]"));

      TableChecks checks =
          TableChecks.run(connection, "wine", "data", Suite.parse(SUITE).expectations());

      assertThat(checks.results().get(0).unexpectedCount()).isEqualTo(2);
      assertThat(checks.results().get(1).observedValue()).isEqualTo(499_999.5);
      assertThat(checks.results().get(2).unexpectedCount()).isBetween(400_000L, 450_000L);
      Quarantine quarantine = checks.quarantine(allowed, 1_000);
      assertThat(quarantine.written()).isEqualTo(1_000);
      assertThat(quarantine.rows())
          .isBetween(
              checks.results().get(2).unexpectedCount(),
              checks.results().get(2).unexpectedCount() + 2);
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> checks.quarantine(folder.resolve("other.parquet"), 1_000))
          .withMessageContaining("Permission");
    }
  }
}
