package io.keelson.api.catalog.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What changed from one version of a data set to the next. */
class DifferencesIT {
  private static CatalogFixture catalog;
  private static Differences differences;

  @BeforeAll
  static void begin() {
    catalog = new CatalogFixture();
    differences =
        new Differences(catalog.versions, catalog.profiles, new CatalogReads(catalog.database));
  }

  @AfterAll
  static void end() {
    catalog.close();
  }

  private static UUID dataset(String slug) {
    return catalog
        .datasets
        .create(
            catalog.caller, new Datasets.NewDataset(catalog.project(slug).id(), "parcels", null))
        .id();
  }

  private static UUID version(UUID datasetId, Map<String, String> files) {
    UUID id = catalog.versions.open(catalog.caller, datasetId).id();
    files.forEach(
        (path, content) -> catalog.upload(id, path, content.getBytes(StandardCharsets.UTF_8)));
    return id;
  }

  private static UUID sealed(UUID datasetId, Map<String, String> files) {
    UUID id = version(datasetId, files);
    catalog.versions.seal(catalog.caller, id);
    return id;
  }

  private static void profiled(UUID versionId, String table, int rows, String columns) {
    catalog.database.transact(
        catalog.tenantId,
        tx ->
            tx.update(
                """
                INSERT INTO catalog.table_profile
                  (tenant_id, id, dataset_version_id, name, files, size_bytes, status, profile, row_count, computed_at)
                VALUES ($1, $2, $3, $4, 1, 1, 'PROFILED', $5, $6, now())
                """,
                catalog.tenantId,
                Ids.next(),
                versionId,
                table,
                new JsonObject("{\"rows\":%d,\"columns\":[%s]}".formatted(rows, columns)),
                (long) rows));
  }

  private static String column(String name, String type, int first, int second) {
    return """
    {"name":"%s","type":"%s","missing":0,"distinct":2,"histogram":[
      {"from":"0.0","to":"1.0","count":%d},{"from":"1.0","to":"2.0","count":%d}]}
    """
        .formatted(name, type, first, second);
  }

  private static Optional<VersionDifference> of(UUID versionId, Integer from) {
    return differences.of(catalog.engineer, versionId, from);
  }

  private static Optional<TableDifference> table(VersionDifference difference, String name) {
    return differences.table(catalog.engineer, difference, name, (bytes, what) -> {});
  }

  @Test
  void filesAreHeldAgainstTheLastSealedVersionBefore() {
    UUID dataset = dataset("files");
    UUID first = sealed(dataset, Map.of("same", "1", "other", "2", "old", "3", "gone", "4"));
    assertThat(of(first, null)).as("the first one").isEmpty();
    version(dataset, Map.of("open", "9"));
    UUID third =
        sealed(dataset, Map.of("same", "1", "other", "22", "renamed", "3", "new", "555555"));

    VersionDifference difference = of(third, null).orElseThrow();
    assertThat(difference.from().number()).isEqualTo(1);
    assertThat(difference.files())
        .isEqualTo(new FileChanges(1, 2, 2, 1, 1, 8, difference.files().changes()));
    assertThat(difference.files().changes())
        .containsExactly(
            new FileChange("gone", FileChangeKind.REMOVED),
            new FileChange("new", FileChangeKind.ADDED),
            new FileChange("old", FileChangeKind.REMOVED),
            new FileChange("other", FileChangeKind.CHANGED),
            new FileChange("renamed", FileChangeKind.ADDED));
    assertThat(of(first, 3).orElseThrow().files().removed()).as("the other way").isEqualTo(2);
    assertThat(of(third, 2)).as("one that is open").isEmpty();
    assertThat(of(third, 3)).as("itself").isEmpty();
    assertThat(of(third, 9)).as("none").isEmpty();
  }

  /** How often the files of versions are read for a difference. */
  private static final class CountedReads extends CatalogReads {
    private int reads;

    CountedReads() {
      super(catalog.database);
    }

    @Override
    public <T> List<T> list(
        Principal principal, Function<Row, T> mapper, String sql, Object... params) {
      reads++;
      return super.list(principal, mapper, sql, params);
    }

    @Override
    public <T> T one(
        Principal principal, String what, Function<Row, T> mapper, String sql, Object... params) {
      reads++;
      return super.one(principal, what, mapper, sql, params);
    }
  }

  @Test
  void filesOfBothVersionsAreReadOnceAndTheFirstHundredThatChangedAreNamed() {
    UUID dataset = dataset("many-files");
    Map<String, String> before = new TreeMap<>();
    Map<String, String> after = new TreeMap<>();
    for (int i = 0; i < 130; i++) {
      before.put("part-%03d".formatted(i), i < 2 ? "twice" : "old" + i);
      after.put("part-%03d".formatted(i), "new" + i);
    }
    after.put("copy-1", "twice");
    after.put("copy-2", "twice");
    sealed(dataset, before);
    UUID second = sealed(dataset, after);
    CountedReads reads = new CountedReads();

    FileChanges files =
        new Differences(catalog.versions, catalog.profiles, reads)
            .of(catalog.engineer, second, null)
            .orElseThrow()
            .files();

    assertThat(reads.reads).isEqualTo(1);
    assertThat(files.changed()).isEqualTo(130);
    assertThat(files.added()).isEqualTo(2);
    assertThat(files.moved()).as("content that stood twice is not counted twice").isEqualTo(2);
    assertThat(files.addedBytes())
        .isEqualTo(
            after.entrySet().stream()
                .filter(file -> !file.getKey().startsWith("copy"))
                .mapToLong(file -> file.getValue().length())
                .sum());
    assertThat(files.changes())
        .hasSize(100)
        .startsWith(
            new FileChange("copy-1", FileChangeKind.ADDED),
            new FileChange("copy-2", FileChangeKind.ADDED))
        .endsWith(new FileChange("part-097", FileChangeKind.CHANGED));
  }

  @Test
  void tablesAreComparedByTheirProfilesColumnByColumn() {
    UUID dataset = dataset("tables");
    UUID first = sealed(dataset, Map.of("a.csv", "1"));
    UUID second = sealed(dataset, Map.of("a.csv", "2"));
    VersionDifference difference = of(second, null).orElseThrow();
    assertThat(table(difference, "a.csv")).as("no profile yet").isEmpty();
    profiled(
        first,
        "a.csv",
        100,
        column("size", "DOUBLE", 50, 50) + "," + column("dropped", "DOUBLE", 50, 50));
    profiled(
        second,
        "a.csv",
        200,
        column("fresh", "INTEGER", 100, 100) + "," + column("size", "FLOAT", 50, 150));

    TableDifference table = table(difference, null).orElseThrow();
    assertThat(table.rowsBefore()).isEqualTo(100);
    assertThat(table.rows()).isEqualTo(200);
    assertThat(table.columns())
        .extracting(ColumnDifference::name)
        .containsExactly("fresh", "size", "dropped");
    assertThat(table.columns().get(0).before()).isNull();
    assertThat(table.columns().get(1).before().type()).isEqualTo("DOUBLE");
    assertThat(table.columns().get(1).after().type()).isEqualTo("FLOAT");
    assertThat(table.columns().get(1).psi()).isBetween(0.27, 0.28);
    assertThat(table.columns().get(2).after()).isNull();
    assertThat(table.columns().get(2).psi()).isNull();
    assertThat(table(difference, "b.csv")).isEmpty();
  }

  @Test
  void aTableOfAnotherNameIsTheSameWhereThereIsNoOther() {
    UUID dataset = dataset("names");
    UUID first = sealed(dataset, Map.of("18.csv", "1"));
    UUID second = sealed(dataset, Map.of("19.csv", "2"));
    profiled(first, "18.csv", 100, column("size", "DOUBLE", 50, 50));
    profiled(second, "19.csv", 100, column("size", "DOUBLE", 50, 50));
    VersionDifference difference = of(second, null).orElseThrow();
    assertThat(table(difference, "19.csv").orElseThrow().nameBefore()).isEqualTo("18.csv");
    profiled(first, "more.csv", 100, "");
    assertThat(table(difference, "19.csv")).isEmpty();
  }

  @Test
  void aStrangerLearnsNothing() {
    UUID dataset = dataset("hidden");
    sealed(dataset, Map.of("a", "1"));
    UUID second = sealed(dataset, Map.of("a", "2"));
    assertThatThrownBy(() -> differences.of(catalog.stranger, second, null))
        .isInstanceOf(NotFound.class);
    VersionDifference difference = of(second, null).orElseThrow();
    assertThat(differences.table(catalog.stranger, difference, null, (bytes, what) -> {}))
        .isEmpty();
  }
}
