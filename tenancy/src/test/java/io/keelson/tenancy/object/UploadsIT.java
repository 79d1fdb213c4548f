package io.keelson.tenancy.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class UploadsIT {
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-7000-8000-000000000002");
  private static final byte[] BYTES = new byte[350_000];

  static {
    new Random(1).nextBytes(BYTES);
  }

  @TempDir private Path folder;
  private ObjectsFixture fixture;
  private Uploads uploads;

  @BeforeEach
  void open() {
    fixture = new ObjectsFixture(folder);
    uploads = fixture.uploads();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void allBytesBecomeAnObjectAndTheListenerIsTold() throws IOException {
    UUID id = start(BYTES.length, digest(BYTES));

    Upload upload = append(uploads, id, 0, BYTES.length);

    assertThat(upload.status()).isEqualTo(UploadStatus.FINISHED);
    assertThat(upload.offsetBytes()).isEqualTo(BYTES.length);
    assertThat(upload.digest()).isEqualTo(digest(BYTES));
    assertThat(fixture.objects().open(TENANT, upload.digest()).readAllBytes()).isEqualTo(BYTES);
    assertThat(fixture.listener.finished).hasSize(1);
    FinishedUpload finished = fixture.listener.finished.getFirst();
    assertThat(finished.id()).isEqualTo(id);
    assertThat(finished.context()).isEqualTo(new JsonObject().put("name", "x"));
    assertThat(finished.object()).isEqualTo(new ObjectRef(digest(BYTES), BYTES.length));
    assertThat(uploads.resume(TENANT, id).status()).isEqualTo(UploadStatus.FINISHED);
    assertThat(fixture.storedFiles()).hasSize(4);
    assertThat(fixture.drafts()).isEmpty();
  }

  @Test
  void whatABrokenStreamBroughtIsKept() {
    UUID id = start(BYTES.length, digest(BYTES));

    Upload half = append(uploads, id, 0, 123_456);
    Upload whole = append(uploads, id, 123_456, BYTES.length);

    assertThat(half.status()).isEqualTo(UploadStatus.OPEN);
    assertThat(half.offsetBytes()).isEqualTo(123_456);
    assertThat(whole.digest()).isEqualTo(digest(BYTES));
  }

  @Test
  void anotherProcessGoesOnWhereTheFirstOneEnded() throws IOException {
    UUID id = start(BYTES.length, digest(BYTES));
    append(uploads, id, 0, 123_456);

    append(fixture.uploads(), id, 123_456, 300_000);
    Upload whole = append(fixture.uploads(), id, 300_000, BYTES.length);

    assertThat(whole.digest()).isEqualTo(digest(BYTES));
    assertThat(fixture.objects().open(TENANT, whole.digest()).readAllBytes()).isEqualTo(BYTES);
  }

  @Test
  void afterACrashTheLastDurablePartCounts() throws IOException {
    UUID id = start(BYTES.length, digest(BYTES));
    UploadWriter crashed = uploads.write(TENANT, id, 0);
    crashed.append(chunks(0, 250_000));
    // The second part is awaited before the third is sealed; the third is in progress and lost.
    crashed.append(chunks(250_000, 299_999));
    awaitOffset(id, 200_000);

    assertThatThrownBy(() -> fixture.uploads().write(TENANT, id, 200_000))
        .isInstanceOf(UploadLocked.class);
    fixture.clock.advance(fixture.config.writerLease());
    Upload whole = append(fixture.uploads(), id, 200_000, BYTES.length);

    assertThat(whole.digest()).isEqualTo(digest(BYTES));
    assertThat(fixture.objects().open(TENANT, whole.digest()).readAllBytes()).isEqualTo(BYTES);
    crashed.close();
    assertThat(fixture.drafts()).isEmpty();
  }

  @Test
  void aWriterThatLostItsHoldChangesNothing() throws IOException {
    UUID id = start(BYTES.length, digest(BYTES));
    UploadWriter stale = uploads.write(TENANT, id, 0);
    stale.append(chunks(0, 50_000));
    fixture.clock.advance(fixture.config.writerLease());
    UploadWriter successor = fixture.uploads().write(TENANT, id, 0);
    successor.append(chunks(0, 100_000));
    successor.append(chunks(100_000, 150_000));
    awaitOffset(id, 100_000);

    assertThatThrownBy(
            () -> {
              stale.append(chunks(50_000, 120_000));
              stale.finish();
            })
        .isInstanceOf(UploadLocked.class);
    stale.close();
    successor.append(chunks(150_000, BYTES.length));
    Upload whole = successor.finish();
    successor.close();

    assertThat(whole.status()).isEqualTo(UploadStatus.FINISHED);
    assertThat(fixture.objects().open(TENANT, whole.digest()).readAllBytes()).isEqualTo(BYTES);
    assertThat(fixture.storedFiles()).hasSize(4);
  }

  @Test
  void onlyOneWritesAtATime() {
    UUID id = start(BYTES.length, null);

    try (UploadWriter first = uploads.write(TENANT, id, 0)) {
      assertThatThrownBy(() -> uploads.write(TENANT, id, 0)).isInstanceOf(UploadLocked.class);
      assertThatThrownBy(() -> fixture.uploads().write(TENANT, id, 0))
          .isInstanceOf(UploadLocked.class);
      assertThat(first.remainingBytes()).isEqualTo(BYTES.length);
    }
    assertThat(append(fixture.uploads(), id, 0, 1).offsetBytes()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 99_999, 100_001, 350_000, Long.MAX_VALUE})
  void bytesForAnotherPlaceAreRefused(long offset) {
    UUID id = start(BYTES.length, null);
    append(uploads, id, 0, 100_000);

    assertThatThrownBy(() -> uploads.write(TENANT, id, offset)).isInstanceOf(WrongOffset.class);
    assertThat(uploads.get(TENANT, id).offsetBytes()).isEqualTo(100_000);
  }

  @Test
  void otherBytesThanAnnouncedLeaveNothing() {
    UUID id = start(BYTES.length, digest(new byte[] {1}));

    assertThatThrownBy(() -> append(uploads, id, 0, BYTES.length))
        .isInstanceOf(WrongDigest.class)
        .hasMessageContaining(digest(BYTES));

    assertThat(uploads.get(TENANT, id).status()).isEqualTo(UploadStatus.FAILED);
    assertThat(fixture.listener.finished).isEmpty();
    assertThatThrownBy(() -> uploads.resume(TENANT, id)).isInstanceOf(UploadGone.class);
    assertThatThrownBy(() -> uploads.write(TENANT, id, 0)).isInstanceOf(UploadGone.class);
    assertNothingIsLeft();
  }

  @Test
  void moreBytesThanAnnouncedAreRefused() {
    UUID id = start(100, null);

    try (UploadWriter writer = uploads.write(TENANT, id, 0)) {
      assertThatThrownBy(() -> writer.append(chunks(0, 101))).isInstanceOf(TooLarge.class);
    }
    assertThat(uploads.resume(TENANT, id).offsetBytes()).isZero();
  }

  @Test
  void anEmptyUploadIsFinishedByAsking() throws IOException {
    UUID id = start(0, null);

    Upload upload = uploads.resume(TENANT, id);

    assertThat(upload.status()).isEqualTo(UploadStatus.FINISHED);
    assertThat(fixture.listener.finished).hasSize(1);
    assertThat(fixture.objects().open(TENANT, upload.digest()).readAllBytes()).isEmpty();
  }

  @Test
  void theSameBytesTwiceAreOneObject() {
    append(uploads, start(BYTES.length, null), 0, BYTES.length);
    List<Path> files = fixture.storedFiles();

    Upload second = append(uploads, start(BYTES.length, null), 0, BYTES.length);

    assertThat(second.status()).isEqualTo(UploadStatus.FINISHED);
    assertThat(fixture.listener.finished).hasSize(2);
    assertThat(fixture.storedFiles()).isEqualTo(files);
    assertThat(fixture.count("SELECT count(*) FROM tenancy.object")).isEqualTo(1);
    assertThat(fixture.count("SELECT count(*) FROM tenancy.unused_parts")).isZero();
  }

  @Test
  void aListenerThatRefusesFailsTheUpload() {
    UUID id = start(BYTES.length, null);
    fixture.listener.failure = new Conflict("the version is sealed");

    assertThatThrownBy(() -> append(uploads, id, 0, BYTES.length))
        .hasMessage("the version is sealed");

    assertThat(uploads.get(TENANT, id).status()).isEqualTo(UploadStatus.FAILED);
    assertThat(uploads.get(TENANT, id).failure()).isEqualTo("the version is sealed");
    assertNothingIsLeft();
  }

  @Test
  void aListenerThatBreaksLeavesTheLastPartToBeSentAgain() throws IOException {
    UUID id = start(BYTES.length, digest(BYTES));
    fixture.listener.failure = new Unavailable("not now", null);

    assertThatThrownBy(() -> append(uploads, id, 0, BYTES.length)).hasMessage("not now");
    fixture.listener.failure = null;
    long offset = uploads.resume(TENANT, id).offsetBytes();
    Upload whole = append(uploads, id, offset, BYTES.length);

    assertThat(offset).isEqualTo(300_000);
    assertThat(whole.status()).isEqualTo(UploadStatus.FINISHED);
    assertThat(fixture.objects().open(TENANT, whole.digest()).readAllBytes()).isEqualTo(BYTES);
    assertThat(fixture.storedFiles()).hasSize(4);
  }

  @Test
  void anUploadWithoutProgressExpires() {
    UUID idle = start(BYTES.length, null);
    append(uploads, idle, 0, 120_000);
    fixture.clock.advance(fixture.config.uploadLifetime().minusSeconds(1));
    UUID young = start(BYTES.length, null);
    assertThat(fixture.expiry().expireDue()).isZero();

    fixture.clock.advance(Duration.ofSeconds(1));

    assertThatThrownBy(() -> uploads.write(TENANT, idle, 120_000)).isInstanceOf(UploadGone.class);
    assertThat(fixture.expiry().expireDue()).isEqualTo(1);
    assertThat(uploads.get(TENANT, idle).status()).isEqualTo(UploadStatus.EXPIRED);
    assertThat(uploads.get(TENANT, young).status()).isEqualTo(UploadStatus.OPEN);
    assertThatThrownBy(() -> uploads.resume(TENANT, idle)).isInstanceOf(UploadGone.class);
    assertNothingIsLeft();
  }

  @Test
  void progressPutsTheEndOff() {
    UUID id = start(BYTES.length, null);
    fixture.clock.advance(fixture.config.uploadLifetime().minusSeconds(1));
    append(uploads, id, 0, 120_000);
    fixture.clock.advance(fixture.config.uploadLifetime().minusSeconds(1));

    assertThat(fixture.expiry().expireDue()).isZero();
    assertThat(append(uploads, id, 120_000, BYTES.length).status())
        .isEqualTo(UploadStatus.FINISHED);
  }

  @Test
  void aTerminatedUploadLeavesNothingEvenWhileItIsWritten() {
    UUID id = start(BYTES.length, null);
    try (UploadWriter writer = uploads.write(TENANT, id, 0)) {
      writer.append(chunks(0, 150_000));
      awaitOffset(id, 100_000);

      uploads.terminate(TENANT, id);

      assertThatThrownBy(
              () -> {
                writer.append(chunks(150_000, 250_000));
                writer.finish();
              })
          .isInstanceOf(UploadGone.class);
    }
    assertThat(uploads.get(TENANT, id).status()).isEqualTo(UploadStatus.FAILED);
    assertThat(fixture.drafts()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void aFinishedUploadIsNotTerminated() {
    UUID id = start(BYTES.length, null);
    append(uploads, id, 0, BYTES.length);

    assertThatThrownBy(() -> uploads.terminate(TENANT, id)).isInstanceOf(Conflict.class);
    assertThat(fixture.storedFiles()).hasSize(4);
  }

  @Test
  void anotherTenantKnowsNothingOfIt() {
    UUID id = start(BYTES.length, null);

    assertThatThrownBy(() -> uploads.get(OTHER, id)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> uploads.write(OTHER, id, 0)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> uploads.terminate(OTHER, id)).isInstanceOf(NotFound.class);
    assertThat(uploads.get(TENANT, id).status()).isEqualTo(UploadStatus.OPEN);
  }

  @Test
  void badAnnouncementsAreRefused() {
    assertThatThrownBy(() -> start(-1, null))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("sizeBytes");
    assertThatThrownBy(() -> start(Long.MAX_VALUE, null)).isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> start(1, "abc"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("sha256");
    assertThat(fixture.count("SELECT count(*) FROM tenancy.upload")).isZero();
  }

  private UUID start(long size, String sha256) {
    UUID id = Ids.next();
    fixture.database.transact(
        TENANT,
        tx ->
            uploads.start(
                tx,
                id,
                "test",
                UUID.randomUUID(),
                new JsonObject().put("name", "x"),
                size,
                sha256));
    return id;
  }

  private static Upload append(Uploads uploads, UUID id, long from, int to) {
    try (UploadWriter writer = uploads.write(TENANT, id, from)) {
      writer.append(chunks((int) from, to));
      return writer.finish();
    }
  }

  /** Parts are made durable beside the writer. */
  private void awaitOffset(UUID id, long offset) {
    while (uploads.get(TENANT, id).offsetBytes() < offset) {
      Thread.onSpinWait();
    }
  }

  private static List<ByteBuffer> chunks(int from, int to) {
    int middle = from + (to - from) / 3;
    return List.of(
        ByteBuffer.wrap(Arrays.copyOfRange(BYTES, from, middle)),
        ByteBuffer.wrap(Arrays.copyOfRange(BYTES, middle, to)));
  }

  private void assertNothingIsLeft() {
    assertThat(fixture.storedFiles()).isEmpty();
    assertThat(fixture.count("SELECT count(*) FROM tenancy.object")).isZero();
    assertThat(fixture.count("SELECT count(*) FROM tenancy.unused_parts")).isZero();
  }

  private static String digest(byte[] bytes) {
    return Digests.text(Digests.sha256().digest(bytes));
  }
}
