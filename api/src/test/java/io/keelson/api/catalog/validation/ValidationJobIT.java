package io.keelson.api.catalog.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.expectation.Expectation;
import io.keelson.api.catalog.expectation.ExpectationSuites.SetExpectations;
import io.keelson.api.catalog.expectation.OnEmpty;
import io.keelson.api.catalog.expectation.Severity;
import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.catalog.profile.DatasetProfile;
import io.keelson.api.catalog.profile.TableProfile;
import io.keelson.api.catalog.profile.TableStatus;
import io.keelson.billing.price.PriceBook;
import io.keelson.billing.usage.UsageLedger;
import io.keelson.compute.Broker;
import io.keelson.compute.BrokerConfig;
import io.keelson.compute.BrokerLimits;
import io.keelson.compute.BrokerSettings;
import io.keelson.compute.lease.JobTokens;
import io.keelson.tenancy.signing.SigningKeys;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a real broker, which runs the real program; its module is built before this one. */
class ValidationJobIT {
  private static final Path REPOSITORY =
      Path.of(System.getProperty("keelson.test.root", "..")).toAbsolutePath().normalize();
  private static final Path PROGRAM = REPOSITORY.resolve("api/profiler/target/profiler");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final byte[] TOKEN_KEY = "a key for tests, 32 bytes or more".getBytes(UTF_8);

  private final ValidationGround ground = new ValidationGround();
  private final CatalogFixture catalog = ground.catalog;
  private final InstantSource clock = InstantSource.system();
  private Broker broker;
  private ValidationLoop loop;

  @BeforeEach
  void start() {
    BrokerConfig config =
        new BrokerConfig(
            catalog.folder,
            Map.of("profiler", PROGRAM),
            "127.0.0.1",
            1,
            false,
            Duration.ofSeconds(60),
            BrokerSettings.of(
                Map.of(
                    "cpus",
                    "2",
                    "memory-bytes",
                    "" + (4L << 30),
                    "first-uid",
                    "" + (200_000 + ThreadLocalRandom.current().nextInt(10_000) * 100))),
            BrokerLimits.STANDARD);
    broker =
        new Broker(
            new Broker.Ground(
                catalog.database,
                catalog.system,
                catalog.objects,
                catalog.outbox,
                catalog.signals,
                new UsageLedger(catalog.database, new PriceBook(), clock),
                new JobTokens(catalog.system, new SigningKeys(TOKEN_KEY, clock)),
                catalog.quotas,
                clock),
            config);
    broker.start();
    loop = ground.loop();
    loop.start();
  }

  @AfterEach
  void close() {
    loop.close();
    broker.close();
    ground.close();
  }

  private DatasetVersion ended(UUID id) throws InterruptedException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      catalog.deliver();
      DatasetVersion version = ground.version(id);
      switch (version.status()) {
        case VALIDATED, REJECTED, ERRORED -> {
          System.out.printf(
              "[validation] %s %d ms after it was sealed%n",
              version.status(), Duration.ofNanos(System.nanoTime() - began).toMillis());
          return version;
        }
        default -> Thread.sleep(20);
      }
    }
    throw new AssertionError("the version is " + ground.version(id).status());
  }

  @Test
  void aCsvIsValidatedWithItsRowsAndColumns() throws Exception {
    byte[] wine =
        Files.readAllBytes(REPOSITORY.resolve("api/demo/src/main/resources/data/wine.csv"));
    UUID id = ground.sealed(Map.of("wine.csv", wine));

    assertThat(ended(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);

    DatasetProfile profile =
        catalog.profiles.get(catalog.engineer, id, ValidationGround.ANY).orElseThrow();
    assertThat(profile.rows()).isEqualTo(178);
    assertThat(profile.columns()).hasSize(14);
    ColumnProfile label = profile.columns().getLast();
    assertThat(label.name()).isEqualTo("class");
    assertThat(label.distinct()).isEqualTo(3);
    assertThat(label.histogram())
        .extracting(ColumnProfile.Bucket::count)
        .containsExactly(71L, 59L, 48L);
  }

  /**
   * Made by DuckDB: {@code COPY (SELECT i, i * 0.5 AS half FROM range(500) t(i)) TO … (FORMAT
   * parquet)}.
   */
  private byte[] numbers() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("numbers.parquet")) {
      return file.readAllBytes();
    }
  }

  @Test
  void aParquetFileIsValidated() throws Exception {
    UUID id = ground.sealed(Map.of("data/Numbers.PARQUET", numbers()));

    assertThat(ended(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);

    DatasetProfile profile =
        catalog.profiles.get(catalog.engineer, id, ValidationGround.ANY).orElseThrow();
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

  @Test
  void whatIsBrokenAllOverIsRejected() throws Exception {
    UUID id = ground.sealed(Map.of("data/broken.parquet", garbage()));

    assertThat(ended(id))
        .returns(DatasetVersionStatus.REJECTED, DatasetVersion::status)
        .returns(
            "data/broken.parquet: is not a Parquet file, or is cut short",
            DatasetVersion::rejection);
  }

  @Test
  void eachTableHasItsOwnProfileWhateverTheOthersAre() throws Exception {
    UUID id =
        ground.sealed(
            Map.of(
                "train/part-1.csv", "a,b\n1,2\n".getBytes(UTF_8),
                "train/part-2.csv", "a,b\n3,4\n5,6\n".getBytes(UTF_8),
                "test.csv", "c\n7\n".getBytes(UTF_8),
                "b.parquet", garbage(),
                "parts/x-1.parquet", numbers(),
                "parts/x-2.parquet", garbage(),
                "wide.csv", ("a,".repeat(1_000) + "b\n").getBytes(UTF_8),
                "readme.md", "# Hello".getBytes(UTF_8)));

    DatasetVersion version = ended(id);

    assertThat(version.status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(version.rejection()).isNull();
    assertThat(version.error())
        .startsWith("3 of 5 tables have no profile; b.parquet: is not a Parquet file");
    List<TableProfile> tables = ground.tables(id);
    assertThat(tables)
        .extracting(TableProfile::name, TableProfile::status)
        .containsExactly(
            tuple("b.parquet", TableStatus.UNREADABLE),
            tuple("parts/x-*.parquet", TableStatus.UNREADABLE),
            tuple("test.csv", TableStatus.PROFILED),
            tuple("train/part-*.csv", TableStatus.PROFILED),
            tuple("wide.csv", TableStatus.LIMITED));
    assertThat(tables.get(1).reason())
        .as("as its owner calls the file")
        .isEqualTo("parts/x-2.parquet is not a Parquet file, or is cut short");
    TableProfile train =
        catalog.profiles.table(catalog.engineer, id, "train/part-*.csv").orElseThrow();
    assertThat(train).returns(2, TableProfile::files).returns(3L, TableProfile::rows);
    assertThat(
            catalog
                .profiles
                .columns(catalog.engineer, List.of(train.id()), ValidationGround.ANY)
                .get(train.id()))
        .extracting(ColumnProfile::name)
        .containsExactly("a", "b");
    assertThat(
            catalog.count(
                "SELECT count(*) FROM billing.usage_event WHERE meter = 'job.cpu_seconds'"))
        .as("metered as any job")
        .isPositive();
  }

  private static Expectation expected(String name, JsonObject arguments) {
    return new Expectation(
        name, null, "Alcohol", arguments, BigDecimal.ONE, Severity.BLOCK, OnEmpty.FAIL);
  }

  @Test
  void aVersionIsCheckedByWhatIsExpectedOfIt() throws Exception {
    byte[] wine =
        Files.readAllBytes(REPOSITORY.resolve("api/demo/src/main/resources/data/wine.csv"));
    UUID id = catalog.openVersion(ground.projectId);
    catalog.upload(id, "wine.csv", wine);
    catalog.suites.set(
        catalog.caller,
        new SetExpectations(
            ground.version(id).datasetId(),
            0,
            List.of(
                expected("expect_column_values_to_not_be_null", null),
                expected(
                    "expect_column_values_to_be_between",
                    new JsonObject().put("min_value", 11.5).put("max_value", 15)))));
    catalog.versions.seal(catalog.caller, id);

    DatasetVersion version = ended(id);

    assertThat(version.status()).isEqualTo(DatasetVersionStatus.REJECTED);
    Validation validation = catalog.checks.latest(catalog.engineer, List.of(id)).get(id);
    assertThat(validation)
        .returns(ValidationStatus.FAILED, Validation::status)
        .returns(1, Validation::passed)
        .returns(1, Validation::failed);
    ExpectationResult range =
        catalog.checks.results(catalog.engineer, validation.id(), 10, 0).getLast();
    assertThat(range)
        .returns(178L, ExpectationResult::elementCount)
        .returns(validation.quarantinedRows(), ExpectationResult::unexpectedCount);
    assertThat(validation.quarantinedRows()).isPositive();
    UUID quarantine = validation.quarantineVersionId();
    assertThat(ended(quarantine).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    DatasetProfile kept =
        catalog.profiles.get(catalog.engineer, quarantine, ValidationGround.ANY).orElseThrow();
    assertThat(kept.rows()).isEqualTo(validation.quarantinedRows());
    assertThat(kept.columns()).extracting(ColumnProfile::name).endsWith("_keelson_failed");
  }
}
