package io.keelson.api.catalog.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetFiles.StartUpload;
import io.keelson.api.catalog.dataset.Datasets.NewDataset;
import io.keelson.api.catalog.manifest.Manifest;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsIT {
  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();

  @AfterEach
  void close() {
    catalog.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void uploadedFilesBecomeASealedVersionWithTheDigestOfTheirManifest() {
    UUID id = catalog.openVersion(projectId);
    catalog.upload(id, "b/test.csv", bytes("x\n2\n"));
    catalog.upload(id, "a/train.csv", bytes("x\n1\n"));
    catalog.upload(id, "empty.txt", new byte[0]);

    DatasetVersion sealed = catalog.versions.seal(catalog.caller, id);

    List<DatasetFile> files = catalog.files.page(catalog.engineer, id, 10, null);
    assertThat(files)
        .extracting(DatasetFile::path)
        .containsExactly("b/test.csv", "a/train.csv", "empty.txt");
    assertThat(sealed.status()).isEqualTo(DatasetVersionStatus.SEALED);
    assertThat(sealed.sizeBytes()).isEqualTo(8);
    assertThat(sealed.files()).isEqualTo(3);
    assertThat(sealed.digest())
        .isEqualTo(
            Manifest.of(
                    files.stream()
                        .map(f -> new Manifest.Entry(f.path(), f.digest(), f.sizeBytes()))
                        .toList())
                .digest());
    List<DatasetFile> inputs =
        catalog.database.transact(
            catalog.tenantId, tx -> catalog.files.inputs(tx, catalog.engineer, id, null));
    assertThat(inputs)
        .extracting(DatasetFile::path)
        .containsExactly("a/train.csv", "b/test.csv", "empty.txt");
    assertThat(catalog.files.downloadUrl(catalog.engineer, files.get(0)).toString())
        .contains(files.get(0).digest().substring(7))
        .contains("test.csv");
  }

  @Test
  void aFileOfTheSamePathIsReplacedWhileTheVersionIsOpen() {
    UUID id = catalog.openVersion(projectId);
    catalog.upload(id, "x.csv", bytes("old content"));
    catalog.upload(id, "x.csv", bytes("new"));

    DatasetVersion version = catalog.versions.get(catalog.engineer, id);

    assertThat(version.files()).isEqualTo(1);
    assertThat(version.sizeBytes()).isEqualTo(3);
  }

  @Test
  void versionsAreNumberedAndTheLatestIsFound() {
    Dataset dataset =
        catalog.datasets.create(catalog.caller, new NewDataset(projectId, "wine", null));
    DatasetVersion first = catalog.versions.open(catalog.caller, dataset.id());
    DatasetVersion second = catalog.versions.open(catalog.caller, dataset.id());

    assertThat(first.number()).isEqualTo(1);
    assertThat(second.number()).isEqualTo(2);
    assertThat(catalog.versions.page(catalog.engineer, dataset.id(), 10, null))
        .containsExactly(second, first);
    assertThat(catalog.versions.page(catalog.engineer, dataset.id(), 10, second.id()))
        .containsExactly(first);
    assertThat(catalog.versions.latest(catalog.engineer, List.of(dataset.id())))
        .containsEntry(dataset.id(), second);
    assertThat(catalog.datasets.byName(catalog.engineer, projectId, "wine")).isEqualTo(dataset);
    assertThat(catalog.datasets.page(catalog.engineer, projectId, 10, null))
        .containsExactly(dataset);
  }

  @Test
  void nothingIsSealedWithoutFilesOrWithAnUploadOnItsWay() {
    UUID id = catalog.openVersion(projectId);
    assertThatThrownBy(() -> catalog.versions.seal(catalog.caller, id))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("no files");
    catalog.upload(id, "a.csv", bytes("x\n1\n"));
    DatasetUpload upload =
        catalog.files.startUpload(catalog.caller, new StartUpload(id, "b.csv", 4, null));

    assertThatThrownBy(() -> catalog.versions.seal(catalog.caller, id))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("unfinished: b.csv");
    catalog.send(upload.id(), bytes("x\n2\n"));
    assertThat(catalog.versions.seal(catalog.caller, id).files()).isEqualTo(2);
  }

  @Test
  void anUploadThatHasExpiredDoesNotHoldUpTheSeal() {
    UUID id = catalog.openVersion(projectId);
    catalog.upload(id, "a.csv", bytes("x\n1\n"));
    catalog.files.startUpload(catalog.caller, new StartUpload(id, "b.csv", 4, null));

    catalog.clock.advance(Duration.ofDays(30));

    assertThat(catalog.versions.seal(catalog.caller, id).files()).isEqualTo(1);
  }

  @Test
  void aSealedVersionTakesNoFileAndIsNotSealedTwice() {
    UUID id = catalog.openVersion(projectId);
    catalog.upload(id, "a.csv", bytes("x\n1\n"));
    catalog.versions.seal(catalog.caller, id);

    assertThatThrownBy(
            () -> catalog.files.startUpload(catalog.caller, new StartUpload(id, "b.csv", 1, null)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("SEALED");
    assertThatThrownBy(() -> catalog.versions.seal(catalog.caller, id))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void anUploadThatEndsAfterTheSealChangesNothing() {
    UUID id = catalog.openVersion(projectId);
    catalog.upload(id, "a.csv", bytes("x\n1\n"));
    UUID late =
        catalog.files.startUpload(catalog.caller, new StartUpload(id, "b.csv", 1, null)).id();
    catalog.clock.advance(Duration.ofDays(30));
    DatasetVersion sealed = catalog.versions.seal(catalog.caller, id);

    assertThatThrownBy(() -> catalog.send(late, bytes("y"))).isInstanceOf(RuntimeException.class);
    assertThat(catalog.versions.get(catalog.engineer, id)).isEqualTo(sealed);
  }

  @Test
  void notEvenTheOwnerOfTheTablesChangesASealedVersion() throws Exception {
    UUID id = catalog.openVersion(projectId);
    catalog.upload(id, "a.csv", bytes("x\n1\n"));
    catalog.versions.seal(catalog.caller, id);

    for (String change :
        List.of(
            "DELETE FROM catalog.dataset_file",
            "UPDATE catalog.dataset_file SET path = 'b.csv'",
            "INSERT INTO catalog.dataset_file SELECT tenant_id, gen_random_uuid(), project_id, dataset_version_id, 'c',"
                + " digest, size_bytes, added_at FROM catalog.dataset_file",
            "UPDATE catalog.dataset_version SET digest = 'sha256:" + "0".repeat(64) + "'",
            "UPDATE catalog.dataset_version SET status = 'OPEN', digest = NULL, sealed_at = NULL",
            "UPDATE catalog.dataset_version SET number = 7",
            "DELETE FROM catalog.dataset_version")) {
      assertThatThrownBy(() -> catalog.asOwner(change)).as(change).hasMessageContaining("");
    }
    assertThat(catalog.count("SELECT count(*) FROM catalog.dataset_file WHERE path = 'a.csv'"))
        .isEqualTo(1);
    assertThatThrownBy(
            () -> catalog.asOwner("UPDATE catalog.dataset_version SET status = 'VALIDATED'"))
        .as("unvalidated")
        .hasMessageContaining("final");
    catalog.asOwner("UPDATE catalog.dataset_version SET status = 'VALIDATING'");
    catalog.asOwner("UPDATE catalog.dataset_version SET status = 'VALIDATED'");
    assertThatThrownBy(
            () -> catalog.asOwner("UPDATE catalog.dataset_version SET status = 'REJECTED'"))
        .hasMessageContaining("final");
  }

  @Test
  void sealsAndUploadsAtTheSameMomentNeverDisagree() throws Exception {
    for (int round = 0; round < 10; round++) {
      UUID id = catalog.openVersion(projectId);
      catalog.upload(id, "a.csv", bytes("x\n1\n"));
      UUID upload =
          catalog.files.startUpload(catalog.caller, new StartUpload(id, "b.csv", 1, null)).id();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var sent = CompletableFuture.runAsync(() -> catalog.send(upload, bytes("y")), threads);
        var sealed =
            CompletableFuture.supplyAsync(
                () -> catalog.versions.seal(catalog.caller, id).files(), threads);
        sent.get();
        try {
          assertThat(sealed.get()).isEqualTo(2);
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(Conflict.class);
        }
      }
      assertThat(catalog.files.page(catalog.engineer, id, 10, null)).hasSize(2);
    }
  }

  @Test
  void theSameNameTwiceInAProjectIsAConflict() {
    catalog.datasets.create(catalog.caller, new NewDataset(projectId, "wine", null));

    assertThatThrownBy(
            () -> catalog.datasets.create(catalog.caller, new NewDataset(projectId, "wine", null)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("wine");
  }

  @Test
  void aRepeatedStartOfAnUploadIsTheSameUpload() {
    UUID id = catalog.openVersion(projectId);
    StartUpload input = new StartUpload(id, "a.csv", 4, null);

    DatasetUpload first = catalog.files.startUpload(catalog.withKey("k"), input);
    DatasetUpload again = catalog.files.startUpload(catalog.withKey("k"), input);

    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  void whatOthersHaveIsNotThere() {
    UUID id = catalog.openVersion(projectId);
    UUID dataset = catalog.versions.get(catalog.engineer, id).datasetId();
    catalog.upload(id, "a.csv", bytes("x\n1\n"));
    var guest = catalog.guest("guest", Role.ENGINEER, UUID.randomUUID());

    for (var other : List.of(catalog.stranger, guest)) {
      var caller = CatalogFixture.caller(other);
      assertThatThrownBy(() -> catalog.datasets.get(other, dataset)).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.versions.get(other, id)).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.versions.seal(caller, id)).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.versions.open(caller, dataset)).isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.files.startUpload(caller, new StartUpload(id, "b", 1, null)))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.files.page(other, id, 10, null))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(
              () -> catalog.datasets.create(caller, new NewDataset(projectId, "mine", null)))
          .isInstanceOf(NotFound.class);
      assertThat(catalog.versions.page(other, dataset, 10, null)).isEmpty();
      assertThat(catalog.versions.byIds(other, List.of(id))).isEmpty();
      assertThat(catalog.versions.latest(other, List.of(dataset))).isEmpty();
      assertThat(catalog.datasets.byIds(other, List.of(dataset))).isEmpty();
    }
  }

  @Test
  void aViewerSeesAndDoesNotTouch() {
    UUID id = catalog.openVersion(projectId);
    var viewer = CatalogFixture.person(catalog.tenantId, "viewer", Role.VIEWER);
    var caller = CatalogFixture.caller(viewer);

    assertThat(catalog.versions.get(viewer, id).number()).isEqualTo(1);
    assertThatThrownBy(() -> catalog.versions.seal(caller, id)).isInstanceOf(Forbidden.class);
    assertThatThrownBy(() -> catalog.files.startUpload(caller, new StartUpload(id, "b", 1, null)))
        .isInstanceOf(Forbidden.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "/etc/passwd",
        "a/../../b",
        "a//b",
        "",
        ".",
        "a\\b",
        "a\nb",
        "a\u0000b",
        "a/./b",
        "\uD800"
      })
  void aHostilePathIsRefusedByName(String path) {
    UUID id = catalog.openVersion(projectId);

    assertThatThrownBy(
            () -> catalog.files.startUpload(catalog.caller, new StartUpload(id, path, 1, null)))
        .isInstanceOf(Invalid.class)
        .satisfies(e -> assertThat(((Invalid) e).field()).contains("input.path"));
    assertThat(catalog.count("SELECT count(*) FROM tenancy.upload")).isZero();
  }

  @Test
  void sizesAndDigestsHaveTheirBounds() {
    UUID id = catalog.openVersion(projectId);

    assertThatThrownBy(
            () -> catalog.files.startUpload(catalog.caller, new StartUpload(id, "a", -1, null)))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(
            () ->
                catalog.files.startUpload(
                    catalog.caller, new StartUpload(id, "a", Long.MAX_VALUE, null)))
        .isInstanceOf(Invalid.class);
    assertThatThrownBy(
            () -> catalog.files.startUpload(catalog.caller, new StartUpload(id, "a", 1, "zz")))
        .isInstanceOf(Invalid.class)
        .satisfies(e -> assertThat(((Invalid) e).field()).contains("input.sha256"));
  }
}
