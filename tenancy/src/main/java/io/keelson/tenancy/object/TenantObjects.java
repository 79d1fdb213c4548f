package io.keelson.tenancy.object;

import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * The objects of a tenant, named by the SHA-256 of their plaintext and encrypted with the tenant's
 * own key. The same bytes twice in a tenant are one object; of another tenant's objects nothing can
 * be learnt, not even that they exist.
 *
 * <p>Objects do not change, and stay for as long as a row names them ({@link ObjectReferences}).
 * Whoever stores one has days to do so. Memory: about 6 MiB a write and 2 MiB a read, whatever the
 * size.
 */
@ApplicationScoped
public class TenantObjects {
  /** A write that shows no progress for this long is given up. */
  private static final Duration WRITE_PATIENCE = Duration.ofHours(1);

  private static final Duration POSTPONE_INTERVAL = Duration.ofMinutes(10);
  private static final int READ_BYTES = 256 * 1024;

  private final TenantDatabase database;
  private final ObjectStore store;
  private final TenantKeys keys;
  private final UnusedParts unused;
  private final int partBytes;
  private final InstantSource clock;

  @Inject
  public TenantObjects(
      TenantDatabase database,
      ObjectStore store,
      TenantKeys keys,
      ObjectsConfig config,
      InstantSource clock) {
    this.database = database;
    this.store = store;
    this.keys = keys;
    this.unused = new UnusedParts(database, store, clock);
    this.partBytes = config.partBytes();
    this.clock = clock;
  }

  /**
   * Stores all bytes of the stream, which the caller closes.
   *
   * @throws TooLarge when it has more than {@code maxBytes}; nothing is stored
   * @throws Unavailable when the stream, the store or the database fails; nothing is stored
   */
  public ObjectRef put(UUID tenantId, InputStream plaintext, long maxBytes) {
    return put(tenantId, plaintext, maxBytes, (tx, stored) -> {});
  }

  /**
   * The same, with a say in the transaction that makes the object: what it throws, this throws, and
   * nothing is stored.
   *
   * @param onNew not for bytes that the tenant has already
   */
  public ObjectRef put(
      UUID tenantId,
      InputStream plaintext,
      long maxBytes,
      BiConsumer<Transaction, ObjectRef> onNew) {
    UUID partsId = Ids.next();
    database.transact(
        tenantId,
        tx -> {
          unused.mark(tx, partsId, clock.instant().plus(WRITE_PATIENCE));
          return null;
        });
    try {
      return write(tenantId, partsId, plaintext, maxBytes, onNew);
    } catch (IOException e) {
      giveUp(tenantId, partsId);
      throw new Unavailable("the object could not be stored: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      giveUp(tenantId, partsId);
      throw e;
    }
  }

  private ObjectRef write(
      UUID tenantId,
      UUID partsId,
      InputStream plaintext,
      long maxBytes,
      BiConsumer<Transaction, ObjectRef> onNew)
      throws IOException {
    List<StoredParts.Part> sealed = new ArrayList<>();
    try (PartsWriter parts =
        new PartsWriter(
            store,
            keys.of(tenantId),
            new PartName(tenantId, partsId, 0, 0),
            partBytes,
            Digests.sha256(),
            (name, bytes) -> sealed.add(new StoredParts.Part(bytes, name.epoch())))) {
      long total = 0;
      Instant postponed = clock.instant();
      while (true) {
        // A fresh array each time: the digest may still be reading the last one.
        byte[] buffer = new byte[READ_BYTES];
        int n = plaintext.readNBytes(buffer, 0, READ_BYTES);
        total += n;
        if (total > maxBytes) {
          throw new TooLarge("size", maxBytes);
        }
        parts.write(List.of(ByteBuffer.wrap(buffer, 0, n)));
        if (n < READ_BYTES) {
          break;
        }
        Instant now = clock.instant();
        if (now.isAfter(postponed.plus(POSTPONE_INTERVAL))) {
          unused.postpone(tenantId, partsId, now.plus(WRITE_PATIENCE));
          postponed = now;
        }
      }
      parts.seal();
      ObjectRef ref = new ObjectRef(Digests.text(parts.sha256().digest()), total);
      StoredParts stored = new StoredParts(tenantId, partsId, sealed);
      boolean fresh = database.transact(tenantId, tx -> insert(tx, ref, stored, onNew));
      if (!fresh) {
        unused.delete(tenantId, partsId);
      }
      return ref;
    }
  }

  private boolean insert(
      Transaction tx, ObjectRef ref, StoredParts parts, BiConsumer<Transaction, ObjectRef> onNew) {
    if (insertRow(tx, ref, parts, clock.instant())) {
      onNew.accept(tx, ref);
      unused.unmark(tx, parts.partsId());
      return true;
    }
    unused.mark(tx, parts.partsId(), clock.instant());
    return false;
  }

  /**
   * False when the tenant has these bytes already; then the parts are a second copy, and the object
   * is in use again should nothing have named it.
   */
  static boolean insertRow(Transaction tx, ObjectRef ref, StoredParts parts, Instant now) {
    return tx.one(
            """
            INSERT INTO tenancy.object (tenant_id, digest, size_bytes, parts_id, part_bytes, part_epochs, stored_at, used_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
            ON CONFLICT (tenant_id, digest)
            DO UPDATE SET used_at = greatest(object.used_at, excluded.used_at), unreferenced_since = NULL
            RETURNING parts_id
            """,
            tx.tenantId(),
            ref.digest(),
            ref.sizeBytes(),
            parts.partsId(),
            parts.bytesColumn(),
            parts.epochsColumn(),
            OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
        .map(row -> row.getUUID("parts_id").equals(parts.partsId()))
        .orElseThrow();
  }

  private void giveUp(UUID tenantId, UUID partsId) {
    try {
      database.transact(
          tenantId,
          tx -> {
            unused.mark(tx, partsId, clock.instant());
            return null;
          });
      unused.delete(tenantId, partsId);
    } catch (RuntimeException e) {
      // The mark made before the first byte stands; the parts go when it is due.
      return;
    }
  }

  /**
   * An object that was just made, as it is in the transaction that made it.
   *
   * @param rowVersion is another as soon as somebody else says that they use it
   */
  public record Made(String digest, String rowVersion) {}

  /** For {@link #abandon}, out of the say that {@link #put} gives. */
  public static Made made(Transaction tx, ObjectRef stored) {
    return tx.one(
            "SELECT xmin::text AS version FROM tenancy.object WHERE tenant_id = $1 AND digest = $2",
            tx.tenantId(),
            stored.digest())
        .map(row -> new Made(stored.digest(), row.getString("version")))
        .orElseThrow();
  }

  /**
   * The caller will not name these: the next collection removes them, without the days that others
   * have to name what they store. Those that somebody has come upon meanwhile stay as others do.
   */
  public void abandon(UUID tenantId, List<Made> objects) {
    database.transact(
        tenantId,
        tx ->
            tx.batch(
                """
                UPDATE tenancy.object
                SET used_at = 'epoch', unreferenced_since = 'epoch'
                WHERE tenant_id = $1 AND digest = $2 AND xmin::text = $3
                """,
                objects.stream()
                    .map(made -> Tuple.of(tenantId, made.digest(), made.rowVersion()))
                    .toList()));
  }

  /** {@link #put} of bytes in memory; writes nothing when the tenant has them already. */
  public ObjectRef putBytes(UUID tenantId, byte[] bytes) {
    return putBytes(tenantId, bytes, (tx, stored) -> {});
  }

  /**
   * The same, with a say in the transaction that makes the object, as in {@link #put}.
   *
   * @param onNew not for bytes that the tenant has already
   */
  public ObjectRef putBytes(UUID tenantId, byte[] bytes, BiConsumer<Transaction, ObjectRef> onNew) {
    String digest = Digests.text(Digests.sha256().digest(bytes));
    return reuse(tenantId, digest)
        ? new ObjectRef(digest, bytes.length)
        : put(tenantId, new ByteArrayInputStream(bytes), bytes.length, onNew);
  }

  /**
   * Says that the object is in use, so that it stays until the caller has named it; false when the
   * tenant has none with this digest.
   */
  private boolean reuse(UUID tenantId, String digest) {
    return database.transact(
            tenantId,
            tx ->
                tx.update(
                    """
                    UPDATE tenancy.object
                    SET used_at = greatest(used_at, $3), unreferenced_since = NULL
                    WHERE tenant_id = $1 AND digest = $2
                    """,
                    tenantId,
                    digest,
                    OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)))
        == 1;
  }

  /**
   * @throws Invalid when the digest is none
   */
  public Optional<ObjectRef> find(UUID tenantId, String digest) {
    String checked = Digests.checked("digest", digest);
    return stored(tenantId, checked).map(parts -> new ObjectRef(checked, parts.sizeBytes()));
  }

  /**
   * All bytes of an object. Reading throws {@link ObjectUnreadable} at the first part that is
   * missing or was changed.
   *
   * @throws NotFound when this tenant has no such object
   */
  public InputStream open(UUID tenantId, String digest) {
    StoredParts parts = required(tenantId, digest);
    return new PartsReader(store, keys.of(tenantId), parts, 0, parts.sizeBytes());
  }

  /**
   * A range of an object, without reading what is before it.
   *
   * @throws Invalid when the range does not lie within the object
   */
  public PartsReader open(UUID tenantId, String digest, long offset, long length) {
    StoredParts parts = required(tenantId, digest);
    long size = parts.sizeBytes();
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new Invalid(
          "range", length + " bytes from byte " + offset, "within " + size + " bytes");
    }
    return new PartsReader(store, keys.of(tenantId), parts, offset, length);
  }

  private StoredParts required(UUID tenantId, String digest) {
    return stored(tenantId, Digests.checked("digest", digest))
        .orElseThrow(() -> new NotFound("object"));
  }

  private Optional<StoredParts> stored(UUID tenantId, String digest) {
    var rows =
        database
            .read(
                tenantId,
                "SELECT parts_id, part_bytes, part_epochs FROM tenancy.object WHERE tenant_id = $1 AND digest = $2",
                tenantId,
                digest)
            .iterator();
    if (!rows.hasNext()) {
      return Optional.empty();
    }
    Row row = rows.next();
    return Optional.of(StoredParts.of(tenantId, row.getUUID("parts_id"), row));
  }
}
