package io.keelson.tenancy.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A platform that is killed while an upload streams through it. */
@Timeout(180)
final class UploadCrashIT {
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final long KILLED_FROM_BYTES = 1_000_000;

  @TempDir private Path folder;

  @Test
  void anotherProcessFinishesWhatAKilledOneBegan() throws Exception {
    byte[] bytes = UploadingProcess.bytes();
    String digest = Digests.text(Digests.sha256().digest(bytes));
    try (ObjectsFixture fixture = new ObjectsFixture(folder)) {
      Uploads uploads = fixture.uploads();
      UUID id = Ids.next();
      fixture.database.transact(
          TENANT,
          tx ->
              uploads.start(
                  tx, id, "test", UUID.randomUUID(), new JsonObject(), bytes.length, digest));
      Process process = start(fixture, id);
      try {
        while (uploads.get(TENANT, id).offsetBytes() < KILLED_FROM_BYTES) {
          assertThat(process.isAlive()).isTrue();
        }
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      Upload killed = uploads.get(TENANT, id);
      assertThat(killed.status()).isEqualTo(UploadStatus.OPEN);
      assertThat(killed.offsetBytes() % ObjectsFixture.PART_BYTES).isZero();

      fixture.clock.advance(fixture.config.writerLease());
      Upload finished;
      try (UploadWriter writer = uploads.write(TENANT, id, killed.offsetBytes())) {
        writer.append(
            List.of(
                ByteBuffer.wrap(
                    Arrays.copyOfRange(bytes, (int) killed.offsetBytes(), bytes.length))));
        finished = writer.finish();
      }
      fixture.store.deleteDraftsBegunBefore(Instant.now().plusSeconds(1));

      assertThat(finished.digest()).isEqualTo(digest);
      assertThat(fixture.objects().open(TENANT, digest).readAllBytes()).isEqualTo(bytes);
      assertThat(fixture.listener.finished).hasSize(1);
      assertThat(fixture.storedFiles()).hasSize(bytes.length / ObjectsFixture.PART_BYTES);
      assertThat(fixture.drafts()).isEmpty();
      assertThat(fixture.count("SELECT count(*) FROM tenancy.unused_parts")).isZero();
    }
  }

  private static Process start(ObjectsFixture fixture, UUID id) throws Exception {
    TestDatabase database = fixture.testDatabase();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            UploadingProcess.class.getName(),
            database.host(),
            Integer.toString(database.port()),
            database.name(),
            database.appUser(),
            database.appPassword(),
            fixture.folder().toString(),
            TENANT.toString(),
            id.toString())
        .redirectErrorStream(true)
        .redirectOutput(fixture.folder().resolve("child.log").toFile())
        .start();
  }
}
