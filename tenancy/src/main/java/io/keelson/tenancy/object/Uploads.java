package io.keelson.tenancy.object;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Resumable uploads. A service starts one in its own transaction and hands out a {@link SignedUrls}
 * link; the byte door appends through an {@link UploadWriter}; when the last byte is durable, the
 * object, the listener's own change and the status FINISHED commit together.
 *
 * <p>Any number of processes may serve one upload: a writer holds it in the database for as long as
 * it shows signs of life, and whatever a writer changes fails once another holds it.
 */
@ApplicationScoped
public class Uploads {
  private static final int MAX_KEPT_DIGESTS = 1_000;
  private static final Duration KEPT_DIGEST_AGE = Duration.ofHours(1);

  private final TenantDatabase database;
  private final UploadParts parts;
  private final Iterable<UploadListener> listeners;
  private final ObjectsConfig config;
  private final Quotas quotas;
  private final InstantSource clock;
  private final Cache<UUID, UploadWriter.RunningDigest> digests =
      Caffeine.newBuilder().maximumSize(MAX_KEPT_DIGESTS).expireAfterWrite(KEPT_DIGEST_AGE).build();

  @Inject
  public Uploads(
      TenantDatabase database,
      ObjectStore store,
      TenantKeys keys,
      Instance<UploadListener> listeners,
      ObjectsConfig config,
      Quotas quotas,
      InstantSource clock) {
    this(database, store, keys, (Iterable<UploadListener>) listeners, config, quotas, clock);
  }

  public Uploads(
      TenantDatabase database,
      ObjectStore store,
      TenantKeys keys,
      Iterable<UploadListener> listeners,
      ObjectsConfig config,
      Quotas quotas,
      InstantSource clock) {
    this.database = database;
    this.parts =
        new UploadParts(store, keys, config.partBytes(), new UnusedParts(database, store, clock));
    this.listeners = listeners;
    this.config = config;
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * Opens an upload; it takes bytes when the transaction has committed.
   *
   * @param purpose of a known {@link UploadListener}
   * @param context at most what the listener needs when the upload is finished
   * @param sizeBytes of the whole, 0 to the configured maximum
   * @param expectedSha256OrNull 64 hexadecimal digits, with or without {@code sha256:}; other bytes
   *     are refused
   * @throws Invalid naming {@code sizeBytes} or {@code sha256}
   * @throws QuotaExceeded when the tenant has too many open uploads, or no room for so many bytes
   */
  public Upload start(
      Transaction tx,
      UUID uploadId,
      String purpose,
      UUID subjectId,
      JsonObject context,
      long sizeBytes,
      String expectedSha256OrNull) {
    listener(purpose);
    Input.range("sizeBytes", sizeBytes, 0, config.maxUploadBytes());
    String expected =
        expectedSha256OrNull == null ? null : Digests.checked("sha256", expectedSha256OrNull);
    int open = UploadRows.countOpen(tx);
    if (open >= config.maxOpenUploadsPerTenant()) {
      throw new QuotaExceeded("open uploads", config.maxOpenUploadsPerTenant(), open, 1);
    }
    Instant now = clock.instant();
    Upload upload =
        UploadRows.insert(
            tx,
            uploadId,
            purpose,
            subjectId,
            context,
            sizeBytes,
            expected,
            now,
            now.plus(config.uploadLifetime()));
    quotas.require(tx, QuotaName.STORED_BYTES, sizeBytes);
    return upload;
  }

  /**
   * @throws NotFound when this tenant has no such upload
   */
  public Upload get(Transaction tx, UUID uploadId) {
    return UploadRows.required(tx, uploadId).upload();
  }

  /**
   * @throws NotFound when this tenant has no such upload
   */
  public Upload get(UUID tenantId, UUID uploadId) {
    return database.transact(tenantId, tx -> get(tx, uploadId));
  }

  /**
   * Those of a subject that may still bring bytes, the oldest first.
   *
   * @param afterId null for the first of them
   */
  public List<Upload> open(
      Transaction tx, String purpose, UUID subjectId, int limit, UUID afterId) {
    return UploadRows.open(tx, purpose, subjectId, clock.instant(), limit, afterId);
  }

  /** {@link #open(Transaction, String, UUID, int, UUID)} in a transaction of its own. */
  public List<Upload> open(UUID tenantId, String purpose, UUID subjectId, int limit, UUID afterId) {
    return database.transact(tenantId, tx -> open(tx, purpose, subjectId, limit, afterId));
  }

  /**
   * The upload as a client that resumes must see it: an empty one needs no bytes and is finished by
   * asking.
   *
   * @throws UploadGone when it expired or failed
   */
  public Upload resume(UUID tenantId, UUID uploadId) {
    Upload upload = get(tenantId, uploadId);
    refuseGone(upload, clock.instant());
    if (upload.sizeBytes() > 0 || upload.status() == UploadStatus.FINISHED) {
      return upload;
    }
    try (UploadWriter writer = write(tenantId, uploadId, 0)) {
      return writer.finish();
    }
  }

  /**
   * Holds the upload to append at this offset. The writer must be closed.
   *
   * @throws NotFound when this tenant has no such upload
   * @throws WrongOffset when the upload's end is elsewhere
   * @throws UploadLocked while another writer holds it
   * @throws UploadGone when it expired or failed
   */
  public UploadWriter write(UUID tenantId, UUID uploadId, long offset) {
    UUID writer = UUID.randomUUID();
    UploadRows.Held held =
        database.transact(
            tenantId,
            tx -> {
              Instant now = clock.instant();
              return UploadRows.hold(
                      tx, uploadId, offset, writer, now, now.plus(config.writerLease()))
                  .orElseThrow(() -> refusal(UploadRows.required(tx, uploadId), offset, now));
            });
    return new UploadWriter(this, writer, held, takeDigest(held.upload()));
  }

  private static RuntimeException refusal(UploadRows.Held held, long offset, Instant now) {
    Upload upload = held.upload();
    refuseGone(upload, now);
    if (held.isHeldAt(now)) {
      return new UploadLocked();
    }
    return upload.offsetBytes() == offset
        ? new UploadLocked()
        : new WrongOffset(offset, upload.offsetBytes());
  }

  private static void refuseGone(Upload upload, Instant now) {
    switch (upload.status()) {
      case EXPIRED -> throw new UploadGone("the upload has expired");
      case FAILED -> throw new UploadGone("the upload has failed: " + upload.failure());
      case OPEN -> {
        if (!upload.expiresAt().toInstant().isAfter(now)) {
          throw new UploadGone("the upload has expired");
        }
      }
      case FINISHED -> {}
    }
  }

  /**
   * Ends an upload that its client gives up; its bytes go. Ending one that has ended otherwise than
   * FINISHED does nothing.
   *
   * @throws io.keelson.tenancy.failure.Conflict when it is finished: its bytes are an object
   */
  public void terminate(UUID tenantId, UUID uploadId) {
    database.transact(
        tenantId,
        tx -> {
          if (end(tx, uploadId, null, "ended by its client")) {
            return null;
          }
          if (UploadRows.required(tx, uploadId).upload().status() == UploadStatus.FINISHED) {
            throw new io.keelson.tenancy.failure.Conflict("the upload is finished");
          }
          return null;
        });
    parts.unused().delete(tenantId, uploadId);
  }

  /**
   * Ends an upload within a service's own transaction, whoever writes it; its bytes go some time
   * after the commit. False for one that has ended already.
   */
  public boolean end(Transaction tx, UUID uploadId, String reason) {
    return end(tx, uploadId, null, reason);
  }

  /** {@link #end(Transaction, UUID, String)} of all that have this context. */
  public void endAll(
      Transaction tx, String purpose, UUID subjectId, JsonObject context, String reason) {
    UploadRows.openOf(tx, purpose, subjectId, context).forEach(id -> end(tx, id, reason));
  }

  /**
   * {@link #end(Transaction, UUID, String)} of all for the things of a project that is being
   * removed.
   *
   * @param subjects SQL of what they are for, in project $2 of tenant $1; never from outside
   */
  public void endAll(
      Transaction tx, String purpose, String subjects, UUID projectId, String reason) {
    UploadRows.openOf(tx, purpose, subjects, projectId).forEach(id -> end(tx, id, reason));
  }

  /**
   * Removes what is remembered of {@link #endAll} and of those that had ended before.
   *
   * @return how many
   */
  public int removeEnded(
      Transaction tx, String purpose, String subjects, UUID projectId, int limit) {
    return UploadRows.removeEnded(tx, purpose, subjects, projectId, limit);
  }

  /** Marks an open upload failed and its parts unused; the caller deletes them after the commit. */
  boolean end(Transaction tx, UUID uploadId, UUID writer, String failure) {
    if (!UploadRows.end(tx, uploadId, writer, UploadStatus.FAILED, failure)) {
      return false;
    }
    parts.unused().mark(tx, uploadId, clock.instant());
    return true;
  }

  UploadListener listener(String purpose) {
    for (UploadListener listener : listeners) {
      if (listener.purpose().equals(purpose)) {
        return listener;
      }
    }
    throw new IllegalArgumentException(
        "purpose: " + purpose + " (expected: that of an UploadListener)");
  }

  void keepDigest(UUID uploadId, UploadWriter.RunningDigest digest) {
    digests.put(uploadId, digest);
  }

  /** The digest of the bytes so far, if this process wrote the last of them. */
  private UploadWriter.RunningDigest takeDigest(Upload upload) {
    UploadWriter.RunningDigest kept = digests.asMap().remove(upload.id());
    return kept != null && kept.bytes() == upload.offsetBytes() ? kept : null;
  }

  TenantDatabase database() {
    return database;
  }

  UploadParts parts() {
    return parts;
  }

  ObjectsConfig config() {
    return config;
  }

  InstantSource clock() {
    return clock;
  }
}
