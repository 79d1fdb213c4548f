package io.keelson.api.catalog.validation;

import static io.keelson.api.catalog.validation.ValidationGround.judged;
import static io.keelson.api.catalog.validation.ValidationGround.profiled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.collection.CollectionRetention;
import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetVersionStatus;
import io.keelson.api.catalog.expectation.Expectation;
import io.keelson.api.catalog.expectation.ExpectationSuites.SetExpectations;
import io.keelson.api.catalog.expectation.OnEmpty;
import io.keelson.api.catalog.expectation.Severity;
import io.keelson.api.catalog.storage.CatalogObjects;
import io.keelson.api.transform.TransformRetention;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.retention.ComputeRetention;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.object.ObjectCollection;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractLongAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was collected goes after its time, with all that validations made of it, bytes and all. */
class CollectedForATimeIT {
  private static final Duration GRACE = Duration.ofDays(7);
  private static final int DAYS = 2;
  private static final byte[] FAILED_ROWS = "rows that failed".getBytes(UTF_8);

  private final ValidationGround ground = new ValidationGround();
  private final CollectionRetention retention =
      new CollectionRetention(new AuditLog(ground.catalog.database, ground.catalog.clock));
  private ObjectCollection objects;

  @BeforeEach
  void open() {
    objects =
        new ObjectCollection(
            ground.catalog.system,
            ground.catalog.database,
            ground.catalog.store,
            List.of(new CatalogObjects(), new ComputeRetention()),
            GRACE,
            ground.catalog.clock);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  /** A sealed version that is kept for two days, of tables whose column may have no nulls. */
  private UUID collected(String... tables) throws SQLException {
    UUID id = ground.catalog.openVersion(ground.projectId);
    for (String table : tables) {
      ground.catalog.upload(id, table, "a\n1\n".getBytes(UTF_8));
    }
    UUID dataset = ground.version(id).datasetId();
    expectNoNulls(dataset);
    ground.catalog.versions.seal(ground.catalog.caller, id);
    ground.catalog.asOwner(
        """
        INSERT INTO catalog.collected_version (tenant_id, dataset_version_id, collector_id, dead, rows, from_at, to_at)
        VALUES ('%s', '%s', '%2$s', false, 1, '%3$s', '%3$s')
        """
            .formatted(ground.catalog.tenantId, id, ground.catalog.now()));
    ground.catalog.asOwner(
        "UPDATE catalog.dataset SET collected_days = %d WHERE id = '%s'".formatted(DAYS, dataset));
    work();
    return id;
  }

  private void expectNoNulls(UUID dataset) {
    Expectation notNull =
        new Expectation(
            "expect_column_values_to_not_be_null",
            null,
            "a",
            null,
            BigDecimal.ONE,
            Severity.BLOCK,
            OnEmpty.FAIL);
    ground.catalog.suites.set(
        ground.catalog.caller, new SetExpectations(dataset, 0, List.of(notNull)));
  }

  private void work() {
    ground.catalog.deliver();
    ground.work();
  }

  /** Its job finds rows of the table that are not as expected, and quotes them. */
  private void fails(UUID id, String table) {
    String quoted =
        """
        {"id":"0","success":false,"elementCount":10,"missingCount":0,"unexpectedCount":4,"observedValue":["blue"],\
        "errored":"blue is no number","samples":["blue"]}""";
    ground.end(
        id,
        JobStatus.SUCCEEDED,
        null,
        Map.of(
            ValidationJob.OUTPUT,
            (profiled(table, 10) + judged(table, quoted, 4)).getBytes(UTF_8),
            "quarantine/0.parquet",
            FAILED_ROWS));
    ground.work();
  }

  private UUID quarantine(UUID id) {
    return ground
        .catalog
        .checks
        .latest(ground.catalog.engineer, List.of(id))
        .get(id)
        .quarantineVersionId();
  }

  private int removeOver() {
    return ground.catalog.database.transact(
        ground.catalog.tenantId, tx -> retention.removeOver(tx, ground.catalog.now(), 100));
  }

  /** Until whatever nothing names has gone. */
  private void collect() {
    for (int i = 0; i < 3; i++) {
      ground.catalog.clock.advance(GRACE.plusSeconds(1));
      objects.round();
    }
  }

  private long stored() {
    return ground.catalog.count("SELECT count(*) FROM tenancy.object");
  }

  @Test
  void nothingOfItStaysWhereItWasValidatedAndPutIntoQuarantineTwice() throws SQLException {
    UUID id = collected("a.csv");
    fails(id, "a.csv");
    UUID first = quarantine(id);
    expectNoNulls(ground.version(first).datasetId());
    work();
    ground.catalog.clock.advance(Duration.ofDays(DAYS).plusSeconds(1));
    assertThat(ground.version(first).status()).isEqualTo(DatasetVersionStatus.VALIDATING);
    assertThat(removeOver()).as("goes as a whole, or later").isZero();
    assertThat(ground.version(id).removedAt()).isNull();

    fails(first, "a.parquet");
    UUID second = quarantine(first);
    work();
    assertThat(removeOver()).as("its quarantine's is being judged").isZero();
    ground.succeeds(second, profiled("a.parquet", 4));
    ground.work();
    assertThat(stored()).isGreaterThan(3);
    assertThat(removeOver()).isEqualTo(3);
    assertThat(removeOver()).as("once").isZero();

    assertThat(ground.catalog.count("SELECT count(*) FROM catalog.dataset_file")).isZero();
    assertThat(
            ground.catalog.count(
                "SELECT count(*) FROM catalog.expectation_result r WHERE r::text LIKE '%blue%'"))
        .isZero();
    assertThat(ground.catalog.count("SELECT count(*) FROM catalog.expectation_result"))
        .isEqualTo(2);
    assertQuotesOf("blue").isZero();
    collect();
    assertThat(stored()).isZero();
  }

  /** Texts that quote this, beside those of results. */
  private AbstractLongAssert<?> assertQuotesOf(String value) throws SQLException {
    return assertThat(
        ground.catalog.count(
            """
            SELECT (SELECT count(*) FROM catalog.dataset_version v WHERE v::text LIKE '%%%1$s%%')
              + (SELECT count(*) FROM catalog.validation v WHERE v::text LIKE '%%%1$s%%')
              + (SELECT count(*) FROM catalog.checked_table t WHERE t::text LIKE '%%%1$s%%')
              + (SELECT count(*) FROM catalog.inbox_thread i WHERE i::text LIKE '%%%1$s%%')
            """
                .formatted(value)));
  }

  /** Whoever set up what is collected is told of its data set. */
  private void told(UUID dataset, String text) throws SQLException {
    ground.catalog.asOwner(
        """
        INSERT INTO catalog.inbox_thread
          (tenant_id, id, person_id, place, project_id, subject_kind, subject_id, reason, text, by_actor, by_actor_kind, at)
        VALUES ('%s', '%s', '%2$s', '%2$s', '%s', 'DATASET', '%s', 'FAILURE_OF_MINE', '%s', 'platform', 'PLATFORM', now())
        """
            .formatted(ground.catalog.tenantId, Ids.next(), ground.projectId, dataset, text));
  }

  @Test
  void whyATableWasNotCheckedGoesWithItsFiles() throws SQLException {
    UUID id = collected("a.csv");
    ground.end(
        id,
        JobStatus.SUCCEEDED,
        null,
        Map.of(
            ValidationJob.OUTPUT,
            (profiled("a.csv", 10) + ValidationGround.notChecked("a.csv", "blue is no number"))
                .getBytes(UTF_8)));
    ground.work();
    told(ground.version(id).datasetId(), "v1: Could not be validated: blue is no number");
    assertQuotesOf("blue").isEqualTo(4);
    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.ERRORED);

    ground.catalog.clock.advance(Duration.ofDays(DAYS).plusSeconds(1));
    assertThat(removeOver()).isOne();
    assertQuotesOf("blue").isZero();
    assertThat(ground.version(id).error()).isEqualTo("why went with the files");
  }

  @Test
  void rowsThatFailedStayWhileOtherTablesAreChecked() throws SQLException {
    UUID id = collected("a.csv", "b.csv");
    fails(id, "a.csv");
    assertThat(ground.version(id).status()).isEqualTo(DatasetVersionStatus.VALIDATING);
    collect();

    String digest = ground.catalog.objects.putBytes(ground.catalog.tenantId, FAILED_ROWS).digest();
    assertThat(
            ground.catalog.count(
                "SELECT count(*) FROM tenancy.object WHERE stored_at < used_at AND digest = '%s'"
                    .formatted(digest)))
        .as("is the one of then")
        .isOne();
  }

  @Test
  void jobsOfPeopleNameWhatTheyLeftAndUntilTheyEndWhatTheyRead() throws SQLException {
    job("ended", "'SUCCEEDED'", "'%s'".formatted(ground.catalog.now()));
    job("running", "'RUNNING'", "NULL");
    assertThat(stored()).isEqualTo(4);
    collect();
    assertThat(stored()).isEqualTo(3);
    assertThat(
            ground.catalog.count(
                "SELECT count(*) FROM tenancy.object o JOIN compute.job j ON j.inputs @> jsonb_build_array(jsonb_build_object('digest', o.digest))"))
        .as("what the one that runs reads")
        .isOne();
  }

  @Test
  void whatAPreviewHasLeftGoesWithIt() throws SQLException {
    TransformRetention previews = new TransformRetention();
    job("preview", "'SUCCEEDED'", "'%s'".formatted(ground.catalog.now()));
    ground.catalog.asOwner(
        """
        INSERT INTO catalog.transform_preview (tenant_id, id, project_id, input_project_ids, job_id, status, created_at)
        SELECT tenant_id, id, project_id, '{}', id, 'READY', '%s' FROM compute.job WHERE name = 'preview'
        """
            .formatted(ground.catalog.now()));
    Supplier<Integer> removed =
        () ->
            ground.catalog.database.transact(
                ground.catalog.tenantId, tx -> previews.removeOver(tx, ground.catalog.now(), 100));
    assertThat(removed.get()).isZero();

    ground.catalog.clock.advance(Duration.ofHours(24).plusSeconds(1));
    assertThat(removed.get()).isOne();
    assertThat(removed.get()).as("once").isZero();
    collect();
    assertThat(stored()).isZero();
  }

  @Test
  void aPreviewWhoseJobWasQueuedForLongerIsLetGoOnceItHasEnded() throws SQLException {
    TransformRetention previews = new TransformRetention();
    job("preview", "'QUEUED'", "NULL");
    ground.catalog.asOwner(
        """
        INSERT INTO catalog.transform_preview (tenant_id, id, project_id, input_project_ids, job_id, status, created_at)
        SELECT tenant_id, id, project_id, '{}', id, 'RUNNING', '%s' FROM compute.job WHERE name = 'preview'
        """
            .formatted(ground.catalog.now()));
    Supplier<Integer> removed =
        () ->
            ground.catalog.database.transact(
                ground.catalog.tenantId, tx -> previews.removeOver(tx, ground.catalog.now(), 100));
    ground.catalog.clock.advance(Duration.ofHours(24).plusSeconds(1));
    assertThat(removed.get()).as("nothing is there to let go of").isZero();

    ground.catalog.asOwner(
        "UPDATE compute.job SET status = 'SUCCEEDED', ended_at = '%s'"
            .formatted(ground.catalog.now()));
    ground.catalog.asOwner("UPDATE catalog.transform_preview SET status = 'READY'");
    assertThat(removed.get()).isOne();
    collect();
    assertThat(stored()).isZero();
  }

  private void job(String name, String status, String endedAt) throws SQLException {
    ground.catalog.asOwner(
        """
        INSERT INTO compute.job (tenant_id, id, project_id, name, kind, status, command, environment, parameters,
          inputs, outputs, cpu_millis, memory_bytes, max_seconds, submitted_by, submitted_by_kind, submitted_at, ended_at)
        VALUES ('%s', '%s', '%s', '%s', 'TASK', %s, '{true}', '{}', '{}', '%s', '%s', 1, 1, 1, 'demo', 'PERSON', now(), %s)
        """
            .formatted(
                ground.catalog.tenantId,
                Ids.next(),
                ground.projectId,
                name,
                status,
                file("what is read by " + name),
                file("what is left by " + name),
                endedAt));
  }

  private String file(String content) {
    return "[{\"path\":\"f\",\"sizeBytes\":1,\"digest\":\"%s\"}]"
        .formatted(
            ground
                .catalog
                .objects
                .putBytes(ground.catalog.tenantId, content.getBytes(UTF_8))
                .digest());
  }

  @Test
  void whatAJobIsAboutToReadIsNotRemovedMeanwhile() throws SQLException {
    UUID id = collected("a.csv");
    ground.succeeds(
        id, profiled("a.csv", 1), judged("a.csv", ValidationGround.result(0, true, 0), 0));
    ground.work();
    ground.catalog.clock.advance(Duration.ofDays(DAYS).plusSeconds(1));

    int removed =
        ground.catalog.database.transact(
            ground.catalog.tenantId,
            tx -> {
              assertThat(
                      ground.catalog.files.inputs(
                          tx, ground.catalog.engineer, id, DataGate.VALIDATED))
                  .hasSize(1);
              return CompletableFuture.supplyAsync(this::removeOver).join();
            });
    assertThat(removed).isZero();
    assertThat(removeOver()).isOne();
  }
}
