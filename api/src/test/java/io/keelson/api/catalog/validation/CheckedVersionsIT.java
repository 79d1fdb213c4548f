package io.keelson.api.catalog.validation;

import static io.keelson.api.catalog.validation.ValidationGround.judged;
import static io.keelson.api.catalog.validation.ValidationGround.profiled;
import static io.keelson.api.catalog.validation.ValidationGround.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.expectation.Expectation;
import io.keelson.api.catalog.expectation.ExpectationSuites.SetExpectations;
import io.keelson.api.catalog.expectation.OnEmpty;
import io.keelson.api.catalog.expectation.Severity;
import io.keelson.compute.job.JobStatus;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Versions that are checked by what is expected of their data set. */
class CheckedVersionsIT {
  private final ValidationGround ground = new ValidationGround();

  @AfterEach
  void close() {
    ground.close();
  }

  private static Expectation notNull(String table, Severity severity) {
    return new Expectation(
        "expect_column_values_to_not_be_null",
        table,
        "a",
        null,
        BigDecimal.ONE,
        severity,
        OnEmpty.FAIL);
  }

  private void expect(UUID versionId, int before, Expectation... expectations) {
    ground.catalog.suites.set(
        ground.catalog.caller,
        new SetExpectations(ground.version(versionId).datasetId(), before, List.of(expectations)));
  }

  /** Of these tables, checked by these. */
  private UUID sealed(List<String> tables, Expectation... expectations) {
    UUID id = ground.catalog.openVersion(ground.projectId);
    tables.forEach(table -> ground.catalog.upload(id, table, "a\n1\n".getBytes(UTF_8)));
    expect(id, 0, expectations);
    ground.catalog.versions.seal(ground.catalog.caller, id);
    ground.catalog.deliver();
    ground.work();
    return id;
  }

  private Validation validation(UUID id) {
    return ground.catalog.checks.latest(ground.catalog.engineer, List.of(id)).get(id);
  }

  private List<ExpectationResult> results(UUID id) {
    return ground.catalog.checks.results(ground.catalog.engineer, validation(id).id(), 100, 0);
  }

  private JsonObject told(UUID id) {
    return ground.workOf(ground.jobOf(id).orElseThrow()).parameters();
  }

  @Test
  void aVersionThatIsAsExpectedIsValidated() {
    UUID id =
        sealed(List.of("a.csv"), notNull(null, Severity.BLOCK), notNull("a.csv", Severity.WARN));

    assertThat(told(id).getJsonArray("expectations")).hasSize(2);
    assertThat(told(id).getJsonArray("tables").getJsonObject(0).getBoolean("check")).isTrue();
    assertThat(validation(id).status()).isEqualTo(ValidationStatus.RUNNING);
    assertThat(results(id)).isEmpty();
    ground.succeeds(
        id,
        profiled("a.csv", 1),
        judged("a.csv", result(0, true, 0) + "," + result(1, false, 3), 0));
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(validation(id))
        .returns(ValidationStatus.PASSED, Validation::status)
        .returns(1, Validation::passed)
        .returns(1, Validation::warned)
        .returns(0, Validation::failed)
        .returns(ground.version(id).digest(), Validation::versionDigest);
    assertThat(results(id)).extracting(ExpectationResult::number).containsExactly(1, 2);
    assertThat(results(id).get(1).unexpectedCount()).isEqualTo(3);
    assertThat(results(id).get(1).unexpectedPercent()).isEqualTo(30);
    assertThat(results(id).get(1).samples()).isEqualTo(new JsonArray().add("x"));
  }

  @Test
  void aFailedCheckThatBlocksRejectsAndItsRowsAreKeptApart() {
    UUID id = sealed(List.of("a.csv"), notNull(null, Severity.BLOCK));
    ground.end(
        id,
        JobStatus.SUCCEEDED,
        null,
        Map.of(
            ValidationJob.OUTPUT,
            (profiled("a.csv", 10) + judged("a.csv", result(0, false, 4), 4)).getBytes(UTF_8),
            "quarantine/0.parquet",
            "rows".getBytes(UTF_8)));
    ground.work();

    DatasetVersion rejected = ground.version(id);
    assertThat(rejected.status()).isEqualTo(DatasetVersionStatus.REJECTED);
    assertThat(rejected.rejection())
        .isEqualTo(
            "1 of 1 checks failed: expect_column_values_to_not_be_null of a (4 of 10 values)");
    Validation validation = validation(id);
    assertThat(validation.status()).isEqualTo(ValidationStatus.FAILED);
    assertThat(validation.quarantinedRows()).isEqualTo(4);
    assertThat(validation.quarantineCut()).isFalse();
    DatasetVersion quarantine = ground.version(validation.quarantineVersionId());
    assertThat(quarantine.files()).isEqualTo(1);
    assertThat(
            ground.catalog.checks.quarantined(
                ground.catalog.engineer, List.of(quarantine.id(), rejected.id())))
        .containsExactly(Map.entry(quarantine.id(), rejected.id()));
    assertThat(quarantine.datasetId()).isNotEqualTo(rejected.datasetId());
    assertThat(ground.catalog.datasets.get(ground.catalog.engineer, quarantine.datasetId()).name())
        .endsWith(" quarantine");
    assertThatThrownBy(
            () ->
                ground.catalog.database.transact(
                    ground.catalog.tenantId,
                    tx ->
                        ground.catalog.files.inputs(
                            tx, ground.catalog.engineer, id, DataGate.SEALED)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("REJECTED");
  }

  @Test
  void eachTableIsCheckedByWhatIsExpectedOfIt() {
    UUID id =
        sealed(
            List.of("a.csv", "b.csv"),
            notNull(null, Severity.BLOCK),
            notNull("b.csv", Severity.BLOCK),
            notNull("c.csv", Severity.WARN));
    ground.succeeds(
        id,
        profiled("a.csv", 1),
        judged("a.csv", result(0, true, 0), 0),
        profiled("b.csv", 1),
        judged("b.csv", result(0, true, 0) + "," + result(1, true, 0), 0));
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(results(id))
        .extracting(result -> result.position() + " " + result.table() + " " + result.success())
        .containsExactly("0 a.csv true", "0 b.csv true", "1 b.csv true", "2 null false");
    assertThat(results(id).getLast().error()).contains("no table of this name");
  }

  @Test
  void aTableThatCouldNotBeCheckedIsCheckedAgain() {
    UUID id = sealed(List.of("a.csv", "b.csv"), notNull(null, Severity.BLOCK));
    ground.succeeds(
        id,
        profiled("a.csv", 1),
        judged("a.csv", result(0, true, 0), 0),
        profiled("b.csv", 1),
        "{\"kind\":\"CHECKS\",\"table\":\"b.csv\",\"outcome\":\"FAILED\",\"reason\":\"took longer than 60 s\"}\n");
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(ground.version(id).error())
        .isEqualTo("b.csv was not checked: took longer than 60 s");
    assertThat(validation(id).status()).isEqualTo(ValidationStatus.ERRORED);

    ground.catalog.clock.advance(java.time.Duration.ofMinutes(1));
    ground.work();
    JsonArray tables = told(id).getJsonArray("tables");
    assertThat(tables).as("both, in a validation of its own").hasSize(2);
    assertThat(tables.getJsonObject(0).getBoolean("profile")).isFalse();
    ground.succeeds(
        id, judged("a.csv", result(0, true, 0), 0), judged("b.csv", result(0, true, 0), 0));
    ground.work();
    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
  }

  @Test
  void whatAJobMakesUpIsNoResult() {
    List<String> madeUp =
        List.of(
            "",
            judged("a.csv", "", 0),
            judged("a.csv", result(0, true, 0) + "," + result(0, true, 0), 0),
            judged("a.csv", result(1, true, 0), 0),
            judged("a.csv", result(-1, true, 0), 0),
            judged("b.csv", result(0, true, 0), 0),
            "{\"kind\":\"CHECKS\",\"table\":\"a.csv\",\"outcome\":\"JUDGED\",\"checks\":{}}\n",
            "{\"kind\":\"CHECKS\",\"table\":\"a.csv\",\"outcome\":\"JUDGED\",\"checks\":{\"results\":[{\"id\":\"0\"}],\"quarantine\":{\"rows\":0,\"written\":0}}}\n");
    List<String> validated = new ArrayList<>();
    for (String lines : madeUp) {
      UUID id = sealed(List.of("a.csv"), notNull(null, Severity.BLOCK));
      ground.succeeds(id, profiled("a.csv", 1), lines);
      ground.work();
      if (ground.jobOf(id).isPresent()) {
        ground.succeeds(id, lines); // it has not said anything: it is asked once more
        ground.work();
      }
      if (ground.version(id).status() != DatasetVersionStatus.ERRORED) {
        validated.add(ground.version(id).status() + ": " + lines);
      }
    }
    assertThat(validated).isEmpty();
  }

  @Test
  void aVersionIsCheckedAgainByAnotherSuiteOnly() {
    UUID id = sealed(List.of("a.csv"), notNull(null, Severity.BLOCK));
    ground.succeeds(id, profiled("a.csv", 1), judged("a.csv", result(0, false, 1), 0));
    ground.work();
    DatasetVersion rejected = ground.version(id);
    assertThat(rejected.status()).isEqualTo(DatasetVersionStatus.REJECTED);
    assertThatThrownBy(
            () ->
                ground.catalog.validations.validate(ground.catalog.caller, id, rejected.version()))
        .isInstanceOf(Conflict.class);

    expect(id, 1, notNull(null, Severity.WARN));
    ground.catalog.validations.validate(ground.catalog.caller, id, rejected.version());
    ground.catalog.deliver();
    ground.work();
    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATING);
    assertThat(told(id).getJsonArray("tables").getJsonObject(0).getBoolean("profile")).isFalse();
    assertThat(ground.tables(id).getFirst().rows()).as("its profile stays").isEqualTo(1L);
    ground.succeeds(id, judged("a.csv", result(0, false, 1), 0));
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    assertThat(ground.version(id).rejection()).isNull();
    assertThat(ground.catalog.checks.page(ground.catalog.engineer, id, 10, null))
        .extracting(Validation::status)
        .containsExactly(ValidationStatus.PASSED, ValidationStatus.FAILED);
  }

  private void read(UUID id) {
    ground.catalog.database.transact(
        ground.catalog.tenantId,
        tx -> ground.catalog.files.inputs(tx, ground.catalog.engineer, id, DataGate.SEALED));
  }

  @Test
  void aRejectedVersionStaysClosedUntilItIsFoundToBeAsExpected() {
    UUID id = sealed(List.of("a.csv"), notNull(null, Severity.BLOCK));
    ground.succeeds(id, profiled("a.csv", 1), judged("a.csv", result(0, false, 1), 0));
    ground.work();
    expect(id, 1, notNull("a.csv", Severity.BLOCK));
    ground.catalog.validations.validate(ground.catalog.caller, id, ground.version(id).version());
    assertThatThrownBy(() -> read(id)).isInstanceOf(Conflict.class).hasMessageContaining("again");
    ground.catalog.deliver();
    ground.work();
    assertThatThrownBy(() -> read(id)).isInstanceOf(Conflict.class).hasMessageContaining("again");

    ground.end(id, JobStatus.CANCELLED, null, Map.of());
    ground.work();
    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThatThrownBy(() -> read(id)).isInstanceOf(Conflict.class).hasMessageContaining("again");

    ground.catalog.clock.advance(java.time.Duration.ofMinutes(1));
    ground.work();
    ground.succeeds(id, judged("a.csv", result(0, true, 0), 0));
    ground.work();
    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATED);
    read(id);
  }

  @Test
  void aCancelledJobJudgesNothing() {
    UUID id = sealed(List.of("a.csv"), notNull(null, Severity.BLOCK));
    ground.end(id, JobStatus.CANCELLED, null, Map.of());
    ground.work();

    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.ERRORED);
    assertThat(validation(id).status()).isEqualTo(ValidationStatus.ERRORED);
    assertThat(validation(id).error()).contains("cancelled");
  }
}
