package io.keelson.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.alert.channel.AlertRetention;
import io.keelson.api.catalog.collection.CollectionRetention;
import io.keelson.api.catalog.storage.CatalogObjects;
import io.keelson.api.inbox.InboxRetention;
import io.keelson.api.retraining.run.RetrainingRetention;
import io.keelson.api.transform.TransformRetention;
import io.keelson.compute.retention.ComputeRetention;
import io.keelson.serving.retention.ServingRetention;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Migrations;
import io.keelson.tenancy.object.ObjectReferences;
import io.keelson.tenancy.retention.Retention;
import io.keelson.tenancy.retention.Retentions;
import io.keelson.tenancy.retention.TenancyRetention;
import io.keelson.tenancy.testing.TestDatabase;
import io.keelson.tenancy.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every table has its remover, or stays for a reason: the documentation, the code and the database
 * agree.
 */
class NothingGrowsForEverIT {
  /** Digests that name no object, but a list of files, or what makes them. */
  private static final Set<String> NO_OBJECTS =
      Set.of(
          "catalog.dataset_version.digest",
          "catalog.model_version.digest",
          "catalog.run_dataset.digest",
          "catalog.transform.digest",
          "catalog.expectation_suite.digest",
          "catalog.validation.version_digest",
          "catalog.validation.suite_digest",
          // What the files name is counted here, and keeps nothing.
          "catalog.storage_change.digest",
          "catalog.storage_object.digest",
          // The upload's own row goes while the object stays, and names it no longer.
          "tenancy.upload.digest",
          "tenancy.upload.expected_digest",
          "tenancy.object.digest");

  private static TestDatabase database;

  @BeforeAll
  static void migrate() {
    database = TestServers.shared().freshDatabase(Migrations.ALL.toArray(String[]::new));
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  /** Every feature with rows that go. */
  static List<Retentions> features() {
    return List.of(
        new TenancyRetention(),
        new AlertRetention(),
        new CollectionRetention(new AuditLog(null, InstantSource.system())),
        new InboxRetention(),
        new RetrainingRetention(),
        new TransformRetention(),
        new ComputeRetention(),
        new ServingRetention());
  }

  /** Every feature whose rows name objects. */
  static List<ObjectReferences> references() {
    return Stream.concat(
            Stream.of(new CatalogObjects()),
            features().stream()
                .filter(ObjectReferences.class::isInstance)
                .map(ObjectReferences.class::cast))
        .toList();
  }

  private static List<String> column(String sql) throws SQLException {
    try (Connection owner =
            DriverManager.getConnection(
                database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> out = new ArrayList<>();
      while (rows.next()) {
        out.add(rows.getString(1));
      }
      return out;
    }
  }

  @Test
  void everyTableOfTheDatabaseStandsInTheTableOfRemovers() throws SQLException {
    List<String> tables =
        column(
            """
            SELECT t.table_schema || '.' || t.table_name
            FROM information_schema.tables t
            JOIN pg_class c ON c.oid = format('%I.%I', t.table_schema, t.table_name)::regclass
            WHERE t.table_type = 'BASE TABLE' AND NOT c.relispartition
              AND t.table_schema NOT IN ('pg_catalog', 'information_schema')
            """);
    assertThat(tables).hasSizeGreaterThan(40);
    assertThat(RemoversTable.read())
        .as("docs/operations.md, What removes what")
        .extracting(RemoversTable.Line::table)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(tables);
  }

  @Test
  void everyRemoverOfTheTableIsThereAndRemovesAfterTheTimeThatIsSaid() {
    Map<String, Retention> declared =
        features().stream()
            .flatMap(feature -> feature.retentions().stream())
            .collect(Collectors.toMap(Retention::table, Function.identity()));
    Map<String, RemoversTable.Line> documented =
        RemoversTable.read().stream()
            .filter(line -> line.isSwept())
            .collect(Collectors.toMap(RemoversTable.Line::table, Function.identity()));
    assertThat(documented.keySet()).isEqualTo(declared.keySet());
    declared.forEach(
        (table, retention) -> {
          String after = documented.get(table).after();
          assertThat(time(after)).as(table).isEqualTo(retention.kept());
        });
  }

  private static Duration time(String text) {
    String[] words = text.split(" ");
    long count = Long.parseLong(words[0]);
    return switch (words[1]) {
      case "hours" -> Duration.ofHours(count);
      case "days" -> Duration.ofDays(count);
      default -> throw new IllegalArgumentException(text);
    };
  }

  @Test
  void aTableThatStaysSaysWhatBoundsItAndEveryOtherSaysWhen() {
    for (RemoversTable.Line line : RemoversTable.read()) {
      assertThat(line.stays() ? line.bound() : line.after()).as(line.table()).isNotEmpty();
    }
  }

  /** Whoever adds a column that names objects must say so, or the objects go. */
  @Test
  void everyColumnThatNamesObjectsKeepsThem() throws SQLException {
    String queries =
        references().stream()
            .flatMap(feature -> feature.digests().stream())
            .collect(Collectors.joining("\n"));
    List<String> columns =
        column(
            """
            SELECT c.table_schema || '.' || c.table_name || '.' || c.column_name
            FROM information_schema.columns c
            JOIN pg_class t ON t.oid = format('%I.%I', c.table_schema, c.table_name)::regclass
            WHERE c.column_name LIKE '%digest%' AND t.relkind IN ('r', 'p') AND NOT t.relispartition
              AND c.table_schema IN ('tenancy', 'billing', 'compute', 'serving', 'catalog')
            """);
    assertThat(columns).isNotEmpty();
    for (String column : columns) {
      String table = column.substring(0, column.lastIndexOf('.'));
      assertThat(NO_OBJECTS.contains(column) || queries.contains("FROM " + table + " "))
          .as("%s names objects, and ObjectReferences or this test say how", column)
          .isTrue();
    }
  }
}
