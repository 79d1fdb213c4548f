package io.keelson.api.catalog.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.CatalogFixture;
import io.keelson.api.catalog.dataset.DatasetFiles.StartUpload;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.object.UploadGone;
import io.keelson.tenancy.object.UploadStatus;
import io.keelson.tenancy.object.UploadWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatasetUploadsIT {
  private final CatalogFixture catalog = new CatalogFixture();
  private final UUID projectId = catalog.project("wine").id();
  private final UUID versionId = catalog.openVersion(projectId);

  @AfterEach
  void close() {
    catalog.close();
  }

  private UUID start(String path) {
    return catalog
        .files
        .startUpload(catalog.caller, new StartUpload(versionId, path, 4, null))
        .id();
  }

  private List<UnfinishedUpload> unfinished() {
    return catalog.datasetUploads.page(catalog.engineer, versionId, 100, null);
  }

  private UploadStatus status(UUID upload) {
    return catalog.uploads.get(catalog.tenantId, upload).status();
  }

  @Test
  void unfinishedUploadsAreListedWithWhatHasComeOfThem() {
    UUID first = start("a.csv");
    UUID second = start("b.csv");
    catalog.send(start("c.csv"), "x\n1\n".getBytes(UTF_8));
    try (UploadWriter writer = catalog.uploads.write(catalog.tenantId, second, 0)) {
      writer.append(List.of(ByteBuffer.wrap(new byte[] {1, 2})));
      writer.finish();
    }

    List<UnfinishedUpload> all = unfinished();

    assertThat(all).extracting(UnfinishedUpload::path).containsExactly("a.csv", "b.csv");
    assertThat(all).extracting(UnfinishedUpload::offsetBytes).containsExactly(0L, 2L);
    assertThat(all.getFirst().startedAt()).isEqualTo(catalog.now());
    assertThat(catalog.datasetUploads.page(catalog.engineer, versionId, 100, first))
        .extracting(UnfinishedUpload::id)
        .containsExactly(second);
  }

  @Test
  void anAbandonedUploadIsEndedAndNoLongerHoldsUpTheSeal() {
    catalog.upload(versionId, "a.csv", "x\n1\n".getBytes(UTF_8));
    UUID abandoned = start("b.csv");
    assertThatThrownBy(() -> catalog.versions.seal(catalog.caller, versionId))
        .isInstanceOf(Conflict.class);

    assertThat(catalog.datasetUploads.end(catalog.caller, abandoned).id()).isEqualTo(versionId);

    assertThat(unfinished()).isEmpty();
    assertThat(status(abandoned)).isEqualTo(UploadStatus.FAILED);
    assertThatThrownBy(() -> catalog.send(abandoned, new byte[4]))
        .isInstanceOf(UploadGone.class)
        .hasMessageContaining("ended by engineer");
    assertThat(
            catalog.count(
                "SELECT count(*) FROM tenancy.unused_parts WHERE parts_id = '" + abandoned + "'"))
        .isEqualTo(1);
    assertThat(catalog.versions.seal(catalog.caller, versionId).files()).isEqualTo(1);
    assertThat(catalog.datasetUploads.end(catalog.caller, abandoned).status())
        .as("again")
        .isEqualTo(DatasetVersionStatus.SEALED);
  }

  @Test
  void anUploadTakesThePlaceOfAnEarlierOneToTheSamePath() {
    UUID other = start("b.csv");
    UUID earlier = start("a.csv");
    UUID later = start("a.csv");

    assertThat(unfinished()).extracting(UnfinishedUpload::id).containsExactly(other, later);
    assertThatThrownBy(() -> catalog.send(earlier, new byte[4])).isInstanceOf(UploadGone.class);
    catalog.send(later, "x\n1\n".getBytes(UTF_8));
    assertThat(catalog.files.page(catalog.engineer, versionId, 10, null))
        .extracting(DatasetFile::path)
        .containsExactly("a.csv");
  }

  @Test
  void aWriterWhoseUploadIsEndedMeanwhileLosesIt() {
    UUID upload = start("a.csv");
    try (UploadWriter writer = catalog.uploads.write(catalog.tenantId, upload, 0)) {
      writer.append(List.of(ByteBuffer.wrap(new byte[4])));
      catalog.datasetUploads.end(catalog.caller, upload);

      assertThatThrownBy(writer::finish).isInstanceOf(UploadGone.class);
    }
    assertThat(catalog.files.page(catalog.engineer, versionId, 10, null)).isEmpty();
  }

  @Test
  void aFinishedUploadIsNotEnded() {
    UUID upload = start("a.csv");
    catalog.send(upload, "x\n1\n".getBytes(UTF_8));

    assertThatThrownBy(() -> catalog.datasetUploads.end(catalog.caller, upload))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("FINISHED");
  }

  @Test
  void startsAndEndsOfOnePathAtTheSameMomentLeaveOneFileOrUpload() throws Exception {
    for (int round = 0; round < 10; round++) {
      String path = "a" + round + ".csv";
      UUID begun = start(path);
      List<Callable<Object>> all = new ArrayList<>();
      all.add(() -> start(path));
      all.add(() -> start(path));
      all.add(
          () -> {
            try {
              catalog.send(begun, "x\n1\n".getBytes(UTF_8));
            } catch (UploadGone superseded) {
              // One of the others came first.
            }
            return null;
          });
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var one : threads.invokeAll(all)) {
          one.get();
        }
      }
      assertThat(unfinished().stream().filter(upload -> upload.path().equals(path))).hasSize(1);
      unfinished().forEach(upload -> catalog.datasetUploads.end(catalog.caller, upload.id()));
    }
  }

  @Test
  void whatOthersHaveIsNotThereAndAViewerEndsNothing() {
    UUID upload = start("a.csv");
    var viewer = CatalogFixture.person(catalog.tenantId, "viewer", Role.VIEWER);
    var guest = catalog.guest("guest", Role.ENGINEER, UUID.randomUUID());

    for (var other : List.of(catalog.stranger, guest)) {
      assertThatThrownBy(() -> catalog.datasetUploads.page(other, versionId, 10, null))
          .isInstanceOf(NotFound.class);
      assertThatThrownBy(() -> catalog.datasetUploads.end(CatalogFixture.caller(other), upload))
          .isInstanceOf(NotFound.class)
          .hasMessageContaining("upload");
    }
    assertThat(catalog.datasetUploads.page(viewer, versionId, 10, null)).hasSize(1);
    assertThatThrownBy(() -> catalog.datasetUploads.end(CatalogFixture.caller(viewer), upload))
        .isInstanceOf(Forbidden.class);
    assertThat(status(upload)).isEqualTo(UploadStatus.OPEN);
  }
}
