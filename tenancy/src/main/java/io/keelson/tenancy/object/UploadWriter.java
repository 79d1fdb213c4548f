package io.keelson.tenancy.object;

import io.keelson.tenancy.failure.ErrorCode;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Unavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Appends to one upload, for one thread. Bytes become durable part by part; {@link #finish} makes
 * the rest durable, and completes the upload when no byte is missing. Closing it without {@link
 * #finish} drops the part in progress.
 *
 * <p>Every method fails with {@link UploadLocked} when another writer took over, and with {@link
 * UploadGone} when the upload was ended.
 */
public final class UploadWriter implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(UploadWriter.class);

  /** Outcomes of a listener that the client's next attempt would meet again. */
  private static final Set<ErrorCode> FINAL =
      EnumSet.of(
          ErrorCode.VALIDATION,
          ErrorCode.FORBIDDEN,
          ErrorCode.NOT_FOUND,
          ErrorCode.CONFLICT,
          ErrorCode.QUOTA_EXCEEDED,
          ErrorCode.BUDGET_EXCEEDED);

  /** SHA-256 of the first {@code bytes} bytes. */
  record RunningDigest(long bytes, MessageDigest sha256) {}

  private final Uploads uploads;
  private final UUID writer;
  private final Upload upload;
  private final String expectedDigest;
  private final int epoch;
  private final Duration lease;
  private final PartsWriter parts;
  private long receivedBytes;
  private Instant renewedAt;
  private volatile boolean released;
  private volatile boolean finishing;

  // Both are written by the sealing thread; what is stored may be one part ahead of what the row
  // tells.
  private volatile long toldBytes;
  private volatile StoredParts stored;

  UploadWriter(Uploads uploads, UUID writer, UploadRows.Held held, RunningDigest kept) {
    this.uploads = uploads;
    this.writer = writer;
    this.upload = held.upload();
    this.expectedDigest = held.expectedDigest();
    this.lease = uploads.config().writerLease();
    this.epoch = held.epoch();
    this.stored = held.parts();
    this.toldBytes = upload.offsetBytes();
    this.receivedBytes = upload.offsetBytes();
    this.renewedAt = uploads.clock().instant();
    try {
      MessageDigest sha256 = kept != null ? kept.sha256() : rebuilt();
      PartName first = new PartName(upload.tenantId(), upload.id(), stored.parts().size(), epoch);
      this.parts = uploads.parts().append(first, sha256, this::sealed);
    } catch (RuntimeException | Error e) {
      release();
      throw e;
    }
  }

  private MessageDigest rebuilt() {
    try {
      return uploads.parts().rebuildDigest(stored, this::stayAlive);
    } catch (IOException e) {
      throw new Unavailable("what the upload holds so far cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @throws TooLarge when these are more bytes than the upload misses
   */
  public void expect(long bytes) {
    if (bytes > remainingBytes()) {
      throw new TooLarge("body", upload.sizeBytes() - upload.offsetBytes());
    }
  }

  /** Bytes that may still be appended. */
  public long remainingBytes() {
    return upload.sizeBytes() - receivedBytes;
  }

  /**
   * Takes all bytes of the buffers, which must not change any more.
   *
   * @throws TooLarge when they are more than the upload misses; none of them is taken
   */
  public void append(List<ByteBuffer> chunks) {
    long total = 0;
    for (ByteBuffer chunk : chunks) {
      total += chunk.remaining();
    }
    expect(total);
    try {
      parts.write(chunks);
    } catch (IOException e) {
      throw new Unavailable("the bytes cannot be stored: " + e.getMessage(), e);
    }
    receivedBytes += total;
    stayAlive();
  }

  /** To be called at least every second while no bytes come, so that the upload stays held. */
  public void stayAlive() {
    Instant now = uploads.clock().instant();
    if (now.isBefore(renewedAt.plus(lease.dividedBy(3)))) {
      return;
    }
    boolean kept =
        uploads
            .database()
            .transact(
                upload.tenantId(),
                tx -> UploadRows.keepHold(tx, upload.id(), writer, now.plus(lease)));
    if (!kept) {
      throw lost();
    }
    renewedAt = now;
  }

  private void sealed(PartName name, long bytes) {
    StoredParts.Part part = new StoredParts.Part(bytes, name.epoch());
    stored = stored.with(part);
    long end = toldBytes + bytes;
    if (end == upload.sizeBytes()) {
      // Told of together with the end, so that no upload is whole and yet not finished.
      return;
    }
    Instant now = uploads.clock().instant();
    Instant expiresAt = now.plus(uploads.config().uploadLifetime());
    // Whoever sees the last part may write the next one at once.
    Instant heldUntil = finishing ? null : now.plus(lease);
    boolean told =
        uploads
            .database()
            .transact(
                upload.tenantId(),
                tx ->
                    UploadRows.appendPart(
                        tx, upload.id(), writer, toldBytes, part, heldUntil, expiresAt));
    if (!told) {
      throw lost();
    }
    toldBytes = end;
    released = finishing;
  }

  /** What this writer stored last was stored for nobody. */
  private RuntimeException lost() {
    Upload now = uploads.get(upload.tenantId(), upload.id());
    if (now.status() != UploadStatus.OPEN && now.status() != UploadStatus.FINISHED) {
      uploads.parts().deleteAll(uploads.database(), upload, uploads.clock().instant());
      return new UploadGone("the upload was ended: " + now.status());
    }
    if (stored.sizeBytes() > toldBytes) {
      uploads.parts().delete(stored.name(stored.parts().size() - 1));
    }
    return new UploadLocked();
  }

  /**
   * Makes all bytes durable and gives the upload back; with the last byte, completes it.
   *
   * @throws WrongDigest when the bytes are not the announced ones: the upload is FAILED, nothing is
   *     kept
   * @throws Failure of the listener
   */
  public Upload finish() {
    boolean complete = receivedBytes == upload.sizeBytes();
    try {
      parts.settle();
      if (!complete) {
        uploads.keepDigest(upload.id(), new RunningDigest(receivedBytes, parts.sha256()));
        finishing = true;
      }
      parts.seal();
    } catch (IOException e) {
      throw new Unavailable("the bytes cannot be stored: " + e.getMessage(), e);
    }
    if (complete) {
      return complete();
    }
    release();
    return uploads.get(upload.tenantId(), upload.id());
  }

  private Upload complete() {
    ObjectRef object = new ObjectRef(Digests.text(parts.sha256().digest()), upload.sizeBytes());
    if (expectedDigest != null && !expectedDigest.equals(object.digest())) {
      WrongDigest failure = new WrongDigest(object.digest(), expectedDigest);
      fail(failure);
      throw failure;
    }
    Upload finished;
    try {
      finished = commit(object);
    } catch (Failure e) {
      if (FINAL.contains(e.code())) {
        fail(e);
      }
      throw e;
    }
    if (finished == null) {
      throw lost();
    }
    released = true;
    uploads.parts().tidy(stored, epoch);
    return finished;
  }

  /** Null when this writer lost the upload. */
  private Upload commit(ObjectRef object) {
    Instant now = uploads.clock().instant();
    return uploads
        .database()
        .transact(
            upload.tenantId(),
            tx -> {
              var finished =
                  UploadRows.finish(tx, upload.id(), writer, toldBytes, stored, object.digest());
              if (finished.isEmpty()) {
                return null;
              }
              if (!TenantObjects.insertRow(tx, object, stored, now)) {
                uploads.parts().unused().mark(tx, upload.id(), now);
              }
              uploads
                  .listener(upload.purpose())
                  .finished(
                      tx,
                      new FinishedUpload(
                          upload.id(), upload.subjectId(), upload.context(), object));
              return finished.get();
            });
  }

  private void fail(Failure failure) {
    boolean ended =
        uploads
            .database()
            .transact(
                upload.tenantId(),
                tx -> uploads.end(tx, upload.id(), writer, failure.getMessage()));
    released = true;
    if (ended) {
      uploads.parts().unused().delete(upload.tenantId(), upload.id());
    }
  }

  private void release() {
    if (released) {
      return;
    }
    released = true;
    try {
      uploads
          .database()
          .transact(
              upload.tenantId(),
              tx -> {
                UploadRows.release(tx, upload.id(), writer);
                return null;
              });
    } catch (RuntimeException e) {
      LOG.warnf(
          "upload %s stays held for %d ms: %s", upload.id(), lease.toMillis(), e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      parts.close();
    } catch (IOException | RuntimeException e) {
      LOG.debugf("the part in progress of upload %s: %s", upload.id(), e.getMessage());
    } finally {
      release();
    }
  }
}
