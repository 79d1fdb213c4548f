package io.keelson.api.catalog.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.experiment.Runs.NewRun;
import io.keelson.api.catalog.model.ModelVersions.RegisterModelVersion;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DatasetUsesIT {
  private static final byte[] ONNX = {8, 9, 18, 7, 'k', 'e', 'e', 'l', 's', 'o', 'n'};

  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();
  private final UUID experimentId = catalog.experiment(projectId);
  private final UUID first = sealed(catalog.openVersion(projectId));
  private final UUID datasetId =
      catalog.versions.byIds(catalog.engineer, List.of(first)).get(first).datasetId();
  private final UUID second = sealed(catalog.versions.open(catalog.caller, datasetId).id());

  @AfterEach
  void close() {
    catalog.close();
  }

  private UUID sealed(UUID versionId) {
    catalog.upload(versionId, "a.csv", "x\n1\n".getBytes(UTF_8));
    return catalog.versions.seal(catalog.caller, versionId).id();
  }

  private DatasetUse use(Principal principal) {
    return catalog.datasetUses.of(principal, List.of(datasetId)).get(datasetId);
  }

  /** A run with a job that reads the same. */
  private void trained(String model, UUID... versions) {
    UUID job = Ids.next();
    UUID run = Ids.next();
    catalog.database.transact(
        catalog.tenantId,
        tx -> {
          catalog.runs.schedule(
              tx,
              catalog.engineer,
              run,
              job,
              new NewRun(experimentId, "train", null, null, List.of(versions), null));
          catalog.readers.record(tx, job, projectId, List.of(versions));
          return null;
        });
    catalog.jobFinished(job, run, "SUCCEEDED", Map.of("model.onnx", ONNX));
    catalog.modelVersions.register(
        catalog.caller, new RegisterModelVersion(projectId, model, run, "model.onnx"));
  }

  private void worked(UUID version) {
    catalog.database.transact(
        catalog.tenantId,
        tx -> {
          catalog.readers.record(tx, Ids.next(), projectId, List.of(version));
          return null;
        });
  }

  @Test
  void whatReadsNoVersionUsesNothing() {
    assertThat(use(catalog.engineer)).isEqualTo(DatasetUse.NONE);
  }

  @Test
  void whatReadsAnyVersionCountsOnce() {
    trained("wine", first);
    trained("wine", first, second);
    trained("cheap-wine", first);
    worked(first);

    assertThat(use(catalog.engineer)).isEqualTo(new DatasetUse(3, 1, 2, true, second));
  }

  @Test
  void theNewestVersionThatIsReadIsNotTheNewestThereIs() {
    worked(first);

    assertThat(use(catalog.engineer).newestVersionId()).isEqualTo(first);
  }

  @Test
  void whatMayNotBeSeenIsNotCounted() {
    trained("wine", first);
    worked(second);

    Principal elsewhere = catalog.guest("guest", Role.ENGINEER, catalog.project("elsewhere").id());
    assertThat(use(elsewhere)).isEqualTo(DatasetUse.NONE);
    assertThat(catalog.datasetUses.of(catalog.stranger, List.of(datasetId)).get(datasetId))
        .as("of another tenant")
        .isEqualTo(DatasetUse.NONE);
  }

  @Test
  void moreReadingsThanAreLookedAtAreSaidToBeMore() {
    catalog.database.transact(
        catalog.tenantId,
        tx -> {
          for (int i = 0; i < 1_000; i++) {
            catalog.readers.record(tx, Ids.next(), projectId, List.of(first));
          }
          return null;
        });

    DatasetUse use = use(catalog.engineer);

    assertThat(use.jobs()).isEqualTo(1_000);
    assertThat(use.complete()).isFalse();
  }
}
