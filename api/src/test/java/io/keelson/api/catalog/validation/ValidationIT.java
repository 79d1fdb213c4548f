package io.keelson.api.catalog.validation;

import static io.keelson.api.catalog.validation.ValidationGround.profiled;
import static io.keelson.api.catalog.validation.ValidationGround.said;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetFile;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.profile.TableProfile;
import io.keelson.api.catalog.profile.TableStatus;
import io.keelson.compute.job.Job;
import io.keelson.compute.job.JobInput;
import io.keelson.compute.job.JobKind;
import io.keelson.compute.job.JobStatus;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.event.Event;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What jobs find is told here as their events tell it. */
class ValidationIT {
  private static final Verdict.Errored MAY_PASS = new Verdict.Errored("why", true);
  private final ValidationGround ground = new ValidationGround();
  private final CatalogFixture catalog = ground.catalog;

  @AfterEach
  void close() {
    ground.close();
  }

  private static Map<String, byte[]> files(String... paths) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String path : paths) {
      files.put(path, ("x\n" + path + "\n").getBytes(UTF_8));
    }
    return files;
  }

  private static JsonObject told(String table, String folder) {
    return new JsonObject()
        .put("name", table)
        .put("folder", folder)
        .put("profile", true)
        .put("check", false);
  }

  @Test
  void aVersionIsValidatedByAJobOfItsProject() {
    UUID id = ground.sealed(files("part-1.csv", "part-2.csv", "test.csv", "readme.md"));

    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATING);
    UUID jobId = ground.jobOf(id).orElseThrow();
    Job job = ground.job(jobId);
    assertThat(job)
        .returns("validate", Job::name)
        .returns(JobKind.TASK, Job::kind)
        .returns("profiler", Job::program)
        .returns(ground.projectId, Job::projectId)
        .returns(JobStatus.QUEUED, Job::status);
    assertThat(job.submittedBy().kind()).isEqualTo(Principal.Kind.PLATFORM);
    assertThat(ground.workOf(jobId).inputs())
        .extracting(JobInput::path)
        .containsExactly("0/table-000000.csv", "0/table-000001.csv", "1/table-000000.csv");
    assertThat(ground.workOf(jobId).parameters().getJsonArray("tables"))
        .isEqualTo(new JsonArray(List.of(told("part-*.csv", "0"), told("test.csv", "1"))));

    ground.succeeds(id, profiled("part-*.csv", 2), profiled("test.csv", 1));
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(ground.tables(id)).extracting(TableProfile::rows).containsExactly(2L, 1L);
    assertThat(catalog.count("SELECT count(*) FROM catalog.profile_task")).isZero();
    assertThat(ground.jobs()).isEqualTo(1);
  }

  @Test
  void aVersionWithoutTablesIsValidatedWithoutAJob() {
    UUID id = ground.sealed("readme.md", "# Hello");

    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(catalog.profiles.get(catalog.engineer, id, ValidationGround.ANY)).isEmpty();
    assertThat(ground.jobs()).isZero();
  }

  @Test
  void aVersionThatIsBrokenAllOverIsRejectedWithAReasonThatNamesTheFileAsItsOwnerDoes() {
    UUID id = ground.sealed("data/broken.parquet", "broken");
    ground.work();

    ground.succeeds(
        id, said("data/broken.parquet", "UNREADABLE", "table-000000.parquet is cut short"));
    ground.work();

    assertThat(ground.version(id))
        .returns(DatasetVersionStatus.REJECTED, DatasetVersion::status)
        .returns("data/broken.parquet: data/broken.parquet is cut short", DatasetVersion::rejection)
        .returns(null, DatasetVersion::error);
    catalog.deliver();
    assertThat(catalog.told)
        .singleElement()
        .returns("DatasetVersionRejected", Event::type)
        .returns(id, Event::subjectId)
        .extracting(Event::payload)
        .returns("engineer", of -> Actor.of(of.getJsonObject("by")).label())
        .returns(ground.projectId.toString(), of -> of.getString("projectId"))
        .extracting(of -> of.getString("reason"), STRING)
        .contains("cut short");
  }

  @Test
  void aLimitIsNoFaultOfTheDataAndIsTriedAgainOnceInAWhile() {
    UUID id = ground.sealed(files("a.csv", "b.csv"));
    ground.work();

    ground.succeeds(id, profiled("a.csv", 1), said("b.csv", "LIMITED", "has 1001 columns"));
    ground.work();

    assertThat(ground.version(id))
        .returns(DatasetVersionStatus.ERRORED, DatasetVersion::status)
        .returns("b.csv: has 1001 columns", DatasetVersion::error)
        .returns(catalog.now().plusDays(1), DatasetVersion::retryAt);

    catalog.deliver();
    assertThat(catalog.told)
        .singleElement()
        .returns("DatasetVersionErrored", Event::type)
        .returns("b.csv: has 1001 columns", of -> of.payload().getString("reason"));

    // A retry reads only what has no profile.
    catalog.clock.advance(Duration.ofDays(2));
    ground.work();
    assertThat(ValidationJob.tables(ground.workOf(ground.jobOf(id).orElseThrow())).keySet())
        .containsExactly("b.csv");
    ground.succeeds(id, said("b.csv", "LIMITED", "has 1001 columns"));
    ground.work();
    assertThat(ground.tables(id).getFirst().computedAt()).isEqualTo(catalog.now().minusDays(2));
    assertThat(ground.tables(id).getLast().computedAt()).isEqualTo(catalog.now());
    assertThat(ground.version(id).retryAt())
        .as("later and later")
        .isEqualTo(catalog.now().plusDays(2));
    catalog.deliver();
    assertThat(catalog.told).as("once").hasSize(1);
  }

  @Test
  void whatIsTooLargeToReadIsErroredWithoutAJob() {
    UUID id = ground.sealed("large.csv", "a\n" + "1\n".repeat(10_000));
    ValidationConfig defaults = ValidationConfig.defaults();
    ValidationConfig small =
        new ValidationConfig(
            defaults.resources(),
            defaults.engineBytes(),
            defaults.tableLimit(),
            defaults.turn(),
            10_000);

    ValidationGround.work(ground.loop(small, Map.of()));

    assertThat(ground.version(id))
        .returns(DatasetVersionStatus.ERRORED, DatasetVersion::status)
        .returns("large.csv: has 20002 bytes (expected: at most 10000)", DatasetVersion::error);
    assertThat(ground.tables(id))
        .singleElement()
        .returns(TableStatus.LIMITED, TableProfile::status);
    assertThat(ground.jobs()).isZero();
  }

  @Test
  void anErroredVersionIsReadByJobsAndRetriedByHand() {
    UUID id = ground.sealed(files("a.csv", "b.csv"));
    ground.work();
    ground.end(id, JobStatus.FAILED, "exit code 1", Map.of());
    ground.work();
    DatasetVersion errored = ground.version(id);
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
    ground.work();
    ground.succeeds(id, profiled("a.csv", 1), profiled("b.csv", 1));
    ground.work();
    assertThat(ground.version(id))
        .returns(DatasetVersionStatus.VALIDATED, DatasetVersion::status)
        .returns(null, DatasetVersion::error);
  }

  @Test
  void whoMayNotWriteRetriesNothing() {
    UUID id = ground.sealed("b.csv", "x\n1\n");
    ground.work();
    ground.end(id, JobStatus.TIMED_OUT, "time limit of 1 s reached", Map.of());
    ground.work();
    DatasetVersion errored = ground.version(id);
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

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "TIMED_OUT", "CANCELLED"})
  void noEndOfAJobRejectsAVersion(JobStatus status) {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    for (int attempt = 0; attempt < 4; attempt++) {
      ground.work();
      ground.end(id, status, "the machine is gone", Map.of());
      ground.work();
      assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.ERRORED);
      assertThat(ground.version(id).error()).startsWith("a.csv: its job ");
      catalog.clock.advance(MAY_PASS.retryDelay(attempt).minusSeconds(1));
      ground.work();
      assertThat(ground.jobOf(id)).as("before it is due again").isEmpty();
      catalog.clock.advance(Duration.ofSeconds(2));
    }
    ground.work();
    ground.succeeds(id, profiled("a.csv", 1));
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(ground.jobs()).isEqualTo(5);
  }

  @Test
  void whatAJobHadNoTimeForIsTheNextOnes() {
    UUID id = ground.sealed(files("a.csv", "b.csv", "c.csv"));
    ground.work();

    ground.succeeds(id, profiled("a.csv", 1), said("b.csv", "FAILED", "took longer than 300 s"));
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATING);
    assertThat(ValidationJob.tables(ground.workOf(ground.jobOf(id).orElseThrow())).keySet())
        .containsExactly("c.csv");
    ground.succeeds(id, profiled("c.csv", 1));
    ground.work();
    assertThat(ground.version(id))
        .returns(DatasetVersionStatus.ERRORED, DatasetVersion::status)
        .returns("b.csv: took longer than 300 s", DatasetVersion::error)
        .returns(catalog.now().plusSeconds(10), DatasetVersion::retryAt);
  }

  @Test
  void aVersionThatHasFailedWaitsForThoseThatWereNotTriedYet() {
    UUID failing = ground.sealed("a.csv", "x\n1\n");
    ground.work();
    ground.end(failing, JobStatus.FAILED, "exit code 137", Map.of());
    ground.work();
    catalog.clock.advance(Duration.ofMinutes(10));
    UUID fresh = ground.sealed("b.csv", "x\n1\n");

    assertThat(ground.loop().next()).isTrue();

    assertThat(ground.jobOf(fresh)).isPresent();
    assertThat(ground.jobOf(failing)).isEmpty();
  }

  @Test
  void theProfilesOfATableAreForThoseWhoMayReadIt() {
    UUID id = ground.sealed("a.csv", "x\n1\n");
    ground.work();
    ground.succeeds(id, profiled("a.csv", 1));
    ground.work();

    assertThat(ground.tables(id)).hasSize(1);
    assertThat(catalog.profiles.page(catalog.stranger, id, 100, null)).isEmpty();
    assertThat(catalog.profiles.table(catalog.stranger, id, null)).isEmpty();
    assertThat(catalog.profiles.get(catalog.stranger, id, ValidationGround.ANY)).isEmpty();
  }
}
