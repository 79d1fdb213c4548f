package io.keelson.api.catalog.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.memory.RowBytes;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real profiler in its real sandbox; its module is built before this one. */
class ProfileLoopIT {
  private static final RowBytes ANY = (bytes, what) -> {};
  private static final Path REPOSITORY =
      Path.of(System.getProperty("keelson.test.root", "..")).toAbsolutePath().normalize();
  private static final Path PROGRAM = REPOSITORY.resolve("api/profiler/target/profiler");

  private static final Verdict.Errored MAY_PASS = new Verdict.Errored("why", true);

  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();

  @AfterEach
  void close() {
    catalog.close();
  }

  private ProfilerConfig config() {
    return ProfilerConfig.defaults(PROGRAM, catalog.folder.resolve("profiles"));
  }

  private ProfileLoop loop(ProfilerConfig config) {
    return new ProfileLoop(
        catalog.system, catalog.database, catalog.objects, catalog.signals, config, catalog.clock);
  }

  private UUID sealed(String path, byte[] content) {
    return sealed(Map.of(path, content));
  }

  private UUID sealed(Map<String, byte[]> files) {
    UUID id = catalog.openVersion(projectId);
    files.forEach((path, content) -> catalog.upload(id, path, content));
    catalog.versions.seal(catalog.caller, id);
    catalog.deliver();
    return id;
  }

  private DatasetVersion profiled(UUID id) {
    try (ProfileLoop loop = loop(config())) {
      assertThat(loop.profileNext()).isTrue();
      assertThat(loop.profileNext()).isFalse();
    }
    return catalog.versions.get(catalog.engineer, id);
  }

  @Test
  void aCsvIsValidatedWithItsRowsAndColumns() throws IOException {
    byte[] wine =
        Files.readAllBytes(REPOSITORY.resolve("api/demo/src/main/resources/data/wine.csv"));
    UUID id = sealed("wine.csv", wine);

    DatasetVersion version = profiled(id);

    assertThat(version.status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    DatasetProfile profile = catalog.profiles.get(catalog.engineer, id, ANY).orElseThrow();
    assertThat(profile.rows()).isEqualTo(178);
    assertThat(profile.columns()).hasSize(14);
    ColumnProfile label = profile.columns().getLast();
    assertThat(label.name()).isEqualTo("class");
    assertThat(label.distinct()).isEqualTo(3);
    assertThat(label.histogram())
        .extracting(ColumnProfile.Bucket::count)
        .containsExactly(71L, 59L, 48L);
    assertThat(catalog.profiles.get(catalog.stranger, id, ANY)).isEmpty();
    try (Stream<Path> left = Files.list(catalog.folder.resolve("profiles"))) {
      assertThat(left.filter(path -> !path.endsWith("program"))).isEmpty();
    }
  }

  /**
   * Made by DuckDB: {@code COPY (SELECT i, i * 0.5 AS half FROM range(500) t(i)) TO … (FORMAT
   * parquet)}.
   */
  @Test
  void aParquetFileIsValidated() throws IOException {
    byte[] numbers;
    try (InputStream file = getClass().getResourceAsStream("numbers.parquet")) {
      numbers = file.readAllBytes();
    }
    UUID id = sealed("data/Numbers.PARQUET", numbers);

    DatasetVersion version = profiled(id);

    assertThat(version.status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    DatasetProfile profile = catalog.profiles.get(catalog.engineer, id, ANY).orElseThrow();
    assertThat(profile.rows()).isEqualTo(500);
    assertThat(profile.columns()).extracting(ColumnProfile::name).containsExactly("i", "half");
    assertThat(profile.columns().getFirst().histogram()).hasSize(10);
  }

  private static byte[] garbage() {
    byte[] garbage = new byte[10_000];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) (i * 37 + 129);
    }
    return garbage;
  }

  private List<TableProfile> tables(UUID id) {
    return catalog.profiles.page(catalog.engineer, id, 100, null);
  }

  @Test
  void aVersionThatIsBrokenAllOverIsRejectedWithAReasonThatNamesTheFileAsItsOwnerDoes() {
    UUID id = sealed("data/broken.parquet", garbage());

    DatasetVersion version = profiled(id);

    assertThat(version.status()).isEqualTo(DatasetVersionStatus.REJECTED);
    assertThat(version.rejection())
        .isEqualTo("data/broken.parquet: is not a Parquet file, or is cut short");
    assertThat(version.error()).isNull();
    assertThat(catalog.profiles.get(catalog.engineer, id, ANY)).isEmpty();
    assertThat(tables(id)).singleElement().returns(TableStatus.UNREADABLE, TableProfile::status);
  }

  @Test
  void eachTableHasItsOwnProfile() {
    UUID id =
        sealed(
            Map.of(
                "train/part-1.csv", "a,b\n1,2\n".getBytes(UTF_8),
                "train/part-2.csv", "a,b\n3,4\n5,6\n".getBytes(UTF_8),
                "test.csv", "c\n7\n".getBytes(UTF_8),
                "readme.md", "# Hello".getBytes(UTF_8)));

    assertThat(profiled(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);

    List<TableProfile> tables = tables(id);
    assertThat(tables)
        .extracting(TableProfile::name)
        .containsExactly("test.csv", "train/part-*.csv");
    assertThat(tables).extracting(TableProfile::rows).containsExactly(1L, 3L);
    TableProfile train =
        catalog.profiles.table(catalog.engineer, id, "train/part-*.csv").orElseThrow();
    assertThat(train.files()).isEqualTo(2);
    assertThat(catalog.profiles.columns(catalog.engineer, List.of(train.id()), ANY).get(train.id()))
        .extracting(ColumnProfile::name)
        .containsExactly("a", "b");
    assertThat(catalog.profiles.get(catalog.engineer, id, ANY).orElseThrow().rows())
        .as("of the first")
        .isEqualTo(1);
    assertThat(catalog.profiles.page(catalog.stranger, id, 100, null)).isEmpty();
    assertThat(catalog.profiles.table(catalog.stranger, id, null)).isEmpty();
    assertThat(catalog.profiles.columns(catalog.stranger, List.of(train.id()), ANY)).isEmpty();
  }

  @Test
  void oneUnreadableTableAmongManyFilesLeavesTheOthersTheirProfiles() {
    UUID id =
        sealed(
            Map.of(
                "a.csv", "x\n1\n".getBytes(UTF_8),
                "b.parquet", garbage(),
                "c.csv", garbage(),
                "picture.png", garbage()));

    DatasetVersion version = profiled(id);

    assertThat(version.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(version.rejection()).isNull();
    assertThat(version.error())
        .startsWith("2 of 3 tables have no profile; b.parquet: is not a Parquet file");
    assertThat(tables(id))
        .extracting(TableProfile::status)
        .containsExactly(TableStatus.PROFILED, TableStatus.UNREADABLE, TableStatus.LIMITED);
  }

  @Test
  void moreColumnsThanTheProfilerTakesAreItsLimitAndNoFaultOfTheData() {
    UUID id = sealed("wide.csv", ("a,".repeat(1_000) + "b\n").getBytes(UTF_8));

    DatasetVersion version = profiled(id);

    assertThat(version.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(version.error()).isEqualTo("wide.csv: has 1001 columns (expected: at most 1000)");
    assertThat(version.retryAt()).isEqualTo(catalog.now().plusDays(1));
  }

  @Test
  void whatIsTooLargeToReadIsErroredAndSaysSo() throws IOException {
    UUID id = sealed("large.csv", ("a\n" + "1\n".repeat(10_000)).getBytes(UTF_8));
    ProfilerConfig small =
        new ProfilerConfig(
            PROGRAM,
            catalog.folder.resolve("profiles"),
            Duration.ofMinutes(1),
            512_000_000,
            10_000,
            config().account());

    try (ProfileLoop loop = loop(small)) {
      assertThat(loop.profileNext()).isTrue();
    }

    DatasetVersion version = catalog.versions.get(catalog.engineer, id);
    assertThat(version.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(version.error()).isEqualTo("large.csv: has 20002 bytes (expected: at most 10000)");
    assertThat(tables(id)).singleElement().returns(TableStatus.LIMITED, TableProfile::status);
  }

  @Test
  void anErroredVersionIsReadByJobsAndRetriedByHand() throws IOException {
    UUID id = sealed(Map.of("a.csv", "4\n1\n".getBytes(UTF_8), "b.csv", "x\n1\n".getBytes(UTF_8)));
    try (ProfileLoop loop = loop(ending())) {
      assertThat(loop.profileNext()).isTrue();
    }
    DatasetVersion errored = catalog.versions.get(catalog.engineer, id);
    assertThat(errored.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    List<DatasetFile> inputs =
        catalog.database.transact(
            catalog.tenantId, tx -> catalog.files.inputs(tx, catalog.engineer, id, null));
    assertThat(inputs).hasSize(2);
    assertThatThrownBy(() -> catalog.validations.retry(catalog.caller, id, errored.version() - 1))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("has changed");

    DatasetVersion again = catalog.validations.retry(catalog.caller, id, errored.version());

    assertThat(again.status()).isEqualTo(DatasetVersionStatus.VALIDATING);
    assertThat(again.error()).as("what is known so far").isEqualTo(errored.error());
    assertThat(again.retryAt()).isNull();
    assertThatThrownBy(() -> catalog.validations.retry(catalog.caller, id, again.version()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("VALIDATING (expected: ERRORED)");
    catalog.deliver();
    assertThat(profiled(id))
        .returns(DatasetVersionStatus.VALIDATED, DatasetVersion::status)
        .returns(null, DatasetVersion::error);
  }

  @Test
  void aRetryReadsOnlyTheTablesThatHaveNoProfile() {
    UUID id = sealed(Map.of("a.csv", "x\n1\n".getBytes(UTF_8), "b.csv", garbage()));
    profiled(id);
    catalog.clock.advance(Duration.ofDays(2));
    profiled(id);

    List<TableProfile> tables = tables(id);
    assertThat(tables.getFirst().computedAt()).isEqualTo(catalog.now().minusDays(2));
    assertThat(tables.getLast().computedAt()).isEqualTo(catalog.now());
    assertThat(catalog.versions.get(catalog.engineer, id).retryAt())
        .as("later and later")
        .isEqualTo(catalog.now().plusDays(2));
  }

  @Test
  void whoMayNotWriteRetriesNothing() {
    UUID id = sealed("b.csv", garbage());
    DatasetVersion errored = profiled(id);
    var viewer = CatalogFixture.person(catalog.tenantId, "viewer", Role.VIEWER);

    assertThatThrownBy(
            () -> catalog.validations.retry(CatalogFixture.caller(viewer), id, errored.version()))
        .isInstanceOf(Forbidden.class);
    assertThatThrownBy(
            () ->
                catalog.validations.retry(
                    CatalogFixture.caller(catalog.stranger), id, errored.version()))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aVersionWithoutTablesIsValidatedWithoutAProfile() {
    UUID id = sealed("readme.md", "# Hello".getBytes(UTF_8));

    assertThat(profiled(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(catalog.profiles.get(catalog.engineer, id, ANY)).isEmpty();
  }

  @Test
  void aProfilerThatRunsOutOfTimeOrMemoryIsTriedAgainAndNeverRejects() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 400_000; i++) {
      csv.append(i)
          .append(",text ")
          .append(i * 7L % 1_000_003)
          .append(',')
          .append(i / 3.0)
          .append('\n');
    }
    UUID id = sealed("big.csv", csv.toString().getBytes(UTF_8));
    ProfilerConfig impatient =
        new ProfilerConfig(
            PROGRAM,
            catalog.folder.resolve("profiles"),
            Duration.ofSeconds(1),
            8_000_000,
            1L << 30,
            config().account());

    try (ProfileLoop loop = loop(impatient)) {
      for (int attempt = 0; attempt < 5; attempt++) {
        assertThat(loop.profileNext()).as("attempt " + attempt).isTrue();
        assertThat(loop.profileNext()).isFalse();
        catalog.clock.advance(MAY_PASS.retryDelay(attempt).plusSeconds(1));
      }
    }

    DatasetVersion version = catalog.versions.get(catalog.engineer, id);
    assertThat(version.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(version.rejection()).isNull();
    assertThat(version.error()).startsWith("big.csv: ");
    assertThat(profiled(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
  }

  /** In the profiler's place: it ends as the first line of the table says. */
  private static final String ENDING =
      """
      package io.keelson.profiler;
      import java.nio.file.*;
      public final class Profiler {
        public static void main(String[] arguments) throws Exception {
          String how = Files.readAllLines(Path.of(arguments[0], "table-000000.csv")).getFirst();
          if (how.equals("killed")) {
            new ProcessBuilder("/bin/sh", "-c", "kill -9 $PPID").inheritIO().start().waitFor();
            Thread.sleep(10_000);
          }
          System.err.println("No space left on device");
          Runtime.getRuntime().halt(Integer.parseInt(how));
        }
      }
      """;

  private ProfilerConfig ending() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "kp-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Path source = Files.createDirectories(folder.resolve("io/keelson/profiler"));
    Files.writeString(source.resolve("Profiler.java"), ENDING);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, source.resolve("Profiler.java").toString());
    assertThat(compiled).isZero();
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(lib.resolve("profiler.jar")))) {
      jar.putNextEntry(new ZipEntry("io/keelson/profiler/Profiler.class"));
      Files.copy(source.resolve("Profiler.class"), jar);
    }
    return ProfilerConfig.defaults(folder, catalog.folder.resolve("profiles"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"killed", "4", "5", "1", "64", "134", "137", "152", "153"})
  void noEndButTheProfilersOwnVerdictRejectsAVersion(String how) throws IOException {
    UUID id = sealed("a.csv", (how + "\n1\n").getBytes(UTF_8));
    try (ProfileLoop loop = loop(ending())) {
      for (int attempt = 0; attempt < 4; attempt++) {
        assertThat(loop.profileNext()).as("attempt " + attempt).isTrue();
        catalog.clock.advance(MAY_PASS.retryDelay(attempt).minusSeconds(1));
        assertThat(loop.profileNext()).as("before it is due again").isFalse();
        catalog.clock.advance(Duration.ofSeconds(2));
      }
    }

    assertThat(catalog.versions.get(catalog.engineer, id).status())
        .isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(profiled(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
  }

  @Test
  void aVersionThatHasFailedWaitsForThoseThatWereNotTriedYet() throws IOException {
    UUID failing = sealed("a.csv", "137\n1\n".getBytes(UTF_8));
    try (ProfileLoop loop = loop(ending())) {
      assertThat(loop.profileNext()).isTrue();
    }
    catalog.clock.advance(Duration.ofMinutes(10));
    UUID fresh = sealed("b.csv", "x\n1\n".getBytes(UTF_8));

    try (ProfileLoop loop = loop(config())) {
      assertThat(loop.profileNext()).isTrue();
    }

    assertThat(catalog.versions.get(catalog.engineer, fresh).status())
        .isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(catalog.versions.get(catalog.engineer, failing).status())
        .isEqualTo(DatasetVersionStatus.ERRORED);
  }

  @Test
  void aVersionIsTakenOverWhenItsProcessIsGone() {
    UUID id = sealed("a.csv", "x\n1\n".getBytes(UTF_8));
    ProfileQueue dead =
        new ProfileQueue(catalog.system, catalog.database, catalog.signals, catalog.clock);
    ProfileQueue.Task lost = dead.claim(Duration.ofMinutes(1)).orElseThrow();

    try (ProfileLoop loop = loop(config())) {
      assertThat(loop.profileNext()).as("while the other one may be at work").isFalse();
      catalog.clock.advance(Duration.ofMinutes(2));
      assertThat(loop.profileNext()).isTrue();
    }

    assertThat(catalog.versions.get(catalog.engineer, id).status())
        .isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(dead.begin(lost, List.of())).isEmpty();
    assertThat(dead.record(lost, "a.csv", new ProfileOutcome.Unreadable("too late"))).isFalse();
    assertThat(dead.conclude(lost, 0, 0)).isEmpty();
    assertThat(catalog.versions.get(catalog.engineer, id).status())
        .isEqualTo(DatasetVersionStatus.VALIDATED);
  }

  @Test
  void theLoopWorksByItself() throws InterruptedException {
    UUID id = catalog.openVersion(projectId);
    catalog.upload(id, "a.csv", "x,y\n1,2\n".getBytes(UTF_8));
    try (ProfileLoop loop = loop(config())) {
      loop.start();
      var seen = new Semaphore(0);
      try (var following =
          catalog.signals.follow(catalog.tenantId, "dataset-version/" + id, seen::release)) {
        catalog.versions.seal(catalog.caller, id);
        catalog.deliver();
        while (catalog.versions.get(catalog.engineer, id).status()
            != DatasetVersionStatus.VALIDATED) {
          assertThat(seen.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(following).isNotNull();
      }
    }
  }
}
