package io.keelson.tenancy.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class TenantObjectsIT {
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-7000-8000-000000000002");
  private static final long NO_LIMIT = Long.MAX_VALUE;

  @TempDir private Path folder;
  private ObjectsFixture fixture;
  private TenantObjects objects;

  @BeforeEach
  void open() {
    fixture = new ObjectsFixture(folder);
    objects = fixture.objects();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99_999, 100_000, 100_001, 350_000})
  void whatWasPutIsReadBack(int size) throws IOException {
    byte[] bytes = bytes(size);

    ObjectRef ref = objects.put(TENANT, new ByteArrayInputStream(bytes), NO_LIMIT);

    assertThat(ref.sizeBytes()).isEqualTo(size);
    assertThat(ref.digest()).isEqualTo(Digests.text(Digests.sha256().digest(bytes)));
    assertThat(read(objects.open(TENANT, ref.digest()))).isEqualTo(bytes);
    assertThat(fixture.objects().find(TENANT, ref.digest())).contains(ref);
    assertThat(fixture.storedFiles()).hasSize((size + 99_999) / 100_000);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "0,350000",
    "99999,2",
    "100000,100000",
    "349999,1",
    "120000,0",
    "350000,0",
    "50000,250000"
  })
  void aRangeIsReadOverItsParts(int offset, int length) throws IOException {
    byte[] bytes = bytes(350_000);
    ObjectRef ref = objects.putBytes(TENANT, bytes);

    assertThat(read(objects.open(TENANT, ref.digest(), offset, length)))
        .isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "0,-1", "0,11", "11,0", "9223372036854775807,1", "1,9223372036854775807"})
  void aRangeOutsideIsRefused(long offset, long length) {
    ObjectRef ref = objects.putBytes(TENANT, bytes(10));

    assertThatThrownBy(() -> objects.open(TENANT, ref.digest(), offset, length))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void theStoreHoldsNoPlaintext() throws IOException {
    byte[] bytes =
        "a line that would be found "
            .repeat(2_000)
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    objects.putBytes(TENANT, bytes);

    for (Path file : fixture.storedFiles()) {
      assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("line that");
    }
  }

  @Test
  void theSameBytesTwiceAreStoredOnce() {
    ObjectRef first = objects.put(TENANT, new ByteArrayInputStream(bytes(250_000)), NO_LIMIT);
    List<Path> files = fixture.storedFiles();

    ObjectRef second = objects.put(TENANT, new ByteArrayInputStream(bytes(250_000)), NO_LIMIT);

    assertThat(second).isEqualTo(first);
    assertThat(fixture.storedFiles()).isEqualTo(files);
    assertThat(fixture.count("SELECT count(*) FROM tenancy.unused_parts")).isZero();
  }

  @Test
  void anotherTenantsObjectsAreNeitherFoundNorShared() {
    ObjectRef ref = objects.putBytes(TENANT, bytes(1_000));

    assertThat(objects.find(OTHER, ref.digest())).isEmpty();
    assertThatThrownBy(() -> objects.open(OTHER, ref.digest())).isInstanceOf(NotFound.class);
    objects.putBytes(OTHER, bytes(1_000));
    assertThat(fixture.storedFiles(TENANT)).hasSize(1);
    assertThat(fixture.storedFiles(OTHER)).hasSize(1);
  }

  @Test
  void changedBytesAreNotHandedOut() throws IOException {
    ObjectRef ref = objects.putBytes(TENANT, bytes(250_000));
    Path second = fixture.storedFiles().get(1);
    byte[] stored = Files.readAllBytes(second);
    stored[50_000] ^= 1;
    Files.write(second, stored);

    assertThat(objects.open(TENANT, ref.digest(), 0, 100_000).readAllBytes()).hasSize(100_000);
    assertThatThrownBy(() -> read(objects.open(TENANT, ref.digest())))
        .isInstanceOf(ObjectUnreadable.class)
        .hasMessageContaining(second.getFileName().toString());
  }

  @Test
  void swappedPartsAreNotHandedOut() throws IOException {
    ObjectRef ref = objects.putBytes(TENANT, bytes(200_000));
    Path first = fixture.storedFiles().get(0);
    Path second = fixture.storedFiles().get(1);
    Path aside = folder.resolve("aside");
    Files.move(first, aside);
    Files.move(second, first);
    Files.move(aside, second);

    assertThatThrownBy(() -> read(objects.open(TENANT, ref.digest())))
        .isInstanceOf(ObjectUnreadable.class);
  }

  @Test
  void aPartOfAnotherTenantDoesNotFit() throws IOException {
    ObjectRef ref = objects.putBytes(TENANT, bytes(1_000));
    objects.putBytes(OTHER, bytes(1_000));
    Files.copy(
        fixture.storedFiles(OTHER).getFirst(),
        fixture.storedFiles(TENANT).getFirst(),
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> read(objects.open(TENANT, ref.digest())))
        .isInstanceOf(ObjectUnreadable.class);
  }

  @Test
  void aCutPartIsNotHandedOutWhole() throws IOException {
    ObjectRef ref = objects.putBytes(TENANT, bytes(100_000));
    Path part = fixture.storedFiles().getFirst();
    byte[] stored = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(stored, stored.length - 17));

    assertThatThrownBy(() -> read(objects.open(TENANT, ref.digest())))
        .isInstanceOf(ObjectUnreadable.class);
    Files.delete(part);
    assertThatThrownBy(() -> read(objects.open(TENANT, ref.digest())))
        .isInstanceOf(ObjectUnreadable.class);
  }

  @Test
  void theKeyOfATenantDoesNotStandInForAnothers() {
    ObjectRef ref = objects.putBytes(TENANT, bytes(1_000));
    fixture.count(
        """
        WITH stolen AS (
          INSERT INTO tenancy.tenant_key
          SELECT '%s', wrapped_keyset, created_at FROM tenancy.tenant_key WHERE tenant_id = '%s' RETURNING 1
        )
        SELECT count(*) FROM stolen
        """
            .formatted(OTHER, TENANT));

    assertThat(ref.sizeBytes()).isEqualTo(1_000);
    assertThatThrownBy(() -> fixture.objects().putBytes(OTHER, bytes(1_000)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("master key");
  }

  @Test
  void moreThanTheLimitLeavesNothing() {
    assertThatThrownBy(() -> objects.put(TENANT, new ByteArrayInputStream(bytes(250_000)), 249_999))
        .isInstanceOf(TooLarge.class);

    assertNothingIsLeft();
  }

  @Test
  void aBrokenStreamLeavesNothing() {
    InputStream breaks =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes(600_000)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("gone");
              }
            });

    assertThatThrownBy(() -> objects.put(TENANT, breaks, NO_LIMIT)).isInstanceOf(Unavailable.class);

    assertNothingIsLeft();
  }

  @Test
  void aWriteThatDiedIsCleanedUpLater() {
    UUID partsId = UUID.randomUUID();
    fixture.database.transact(
        TENANT,
        tx -> {
          new UnusedParts(fixture.database, fixture.store, fixture.clock)
              .mark(tx, partsId, fixture.clock.instant().plus(Duration.ofHours(1)));
          return null;
        });
    try {
      fixture.store.put(
          new PartName(TENANT, partsId, 0, 0).key(),
          new ByteArrayInputStream(new byte[] {1, 2, 3}));
    } catch (IOException e) {
      throw new AssertionError(e);
    }

    assertThat(fixture.expiry().deleteDue()).isZero();
    assertThat(fixture.storedFiles()).hasSize(1);
    fixture.clock.advance(Duration.ofHours(1));
    assertThat(fixture.expiry().deleteDue()).isEqualTo(1);
    assertNothingIsLeft();
  }

  @Test
  void aStringThatIsNoDigestIsRefused() {
    assertThatThrownBy(() -> objects.open(TENANT, "../../etc/passwd"))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("digest");
  }

  private void assertNothingIsLeft() {
    assertThat(fixture.storedFiles()).isEmpty();
    assertThat(fixture.drafts()).isEmpty();
    assertThat(fixture.count("SELECT count(*) FROM tenancy.object")).isZero();
    assertThat(fixture.count("SELECT count(*) FROM tenancy.unused_parts")).isZero();
  }

  private static byte[] read(InputStream stream) throws IOException {
    try (stream) {
      return stream.readAllBytes();
    }
  }

  private static byte[] bytes(int n) {
    byte[] bytes = new byte[n];
    new Random(n).nextBytes(bytes);
    return bytes;
  }
}
