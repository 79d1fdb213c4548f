package io.keelson.tenancy.object;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on {@code tenancy.upload}. What a writer changes names the writer. */
final class UploadRows {
  static final String COLUMNS =
      "tenant_id, id, purpose, subject_id, context, size_bytes, offset_bytes, part_bytes, part_epochs, "
          + "expected_digest, status, digest, failure, writer, writer_until, epoch, created_at, expires_at, version";

  private UploadRows() {}

  /** An upload with what only its writer needs. */
  record Held(
      Upload upload, StoredParts parts, int epoch, String expectedDigest, Instant writerUntil) {
    boolean isHeldAt(Instant now) {
      return writerUntil != null && writerUntil.isAfter(now);
    }

    boolean isExpiredAt(Instant now) {
      return !upload.expiresAt().toInstant().isAfter(now);
    }
  }

  static Held required(Transaction tx, UUID id) {
    return tx.one(
            "SELECT " + COLUMNS + " FROM tenancy.upload WHERE tenant_id = $1 AND id = $2",
            tx.tenantId(),
            id)
        .map(UploadRows::held)
        .orElseThrow(() -> new NotFound("upload"));
  }

  static int countOpen(Transaction tx) {
    return tx.one(
            "SELECT count(*)::int AS open FROM tenancy.upload WHERE tenant_id = $1 AND status = 'OPEN'",
            tx.tenantId())
        .orElseThrow()
        .getInteger("open");
  }

  /** Open and not expired, the oldest first. */
  static List<Upload> open(
      Transaction tx, String purpose, UUID subjectId, Instant now, int limit, UUID afterId) {
    return tx.list(
        row -> held(row).upload(),
        "SELECT "
            + COLUMNS
            + """

            FROM tenancy.upload
            WHERE tenant_id = $1 AND status = 'OPEN' AND purpose = $2 AND subject_id = $3 AND expires_at > $4
              AND ($5::uuid IS NULL OR id > $5)
            ORDER BY id
            LIMIT $6
            """,
        tx.tenantId(),
        purpose,
        subjectId,
        utc(now),
        afterId,
        limit);
  }

  static List<UUID> openOf(Transaction tx, String purpose, UUID subjectId, JsonObject context) {
    return tx.list(
        row -> row.getUUID("id"),
        """
        SELECT id
        FROM tenancy.upload
        WHERE tenant_id = $1 AND status = 'OPEN' AND purpose = $2 AND subject_id = $3 AND context = $4
        """,
        tx.tenantId(),
        purpose,
        subjectId,
        context);
  }

  static List<UUID> openOf(Transaction tx, String purpose, String subjects, UUID projectId) {
    return tx.list(
        row -> row.getUUID("id"),
        """
        SELECT id
        FROM tenancy.upload
        WHERE tenant_id = $1 AND status = 'OPEN' AND purpose = $3 AND subject_id IN (%s)
        LIMIT 1000
        """
            .formatted(subjects),
        tx.tenantId(),
        projectId,
        purpose);
  }

  static int removeEnded(
      Transaction tx, String purpose, String subjects, UUID projectId, int limit) {
    return tx.update(
        """
        DELETE FROM tenancy.upload
        WHERE tenant_id = $1 AND id = ANY (ARRAY(
          SELECT id
          FROM tenancy.upload
          WHERE tenant_id = $1 AND status <> 'OPEN' AND purpose = $3 AND subject_id IN (%s)
          LIMIT $4))
        """
            .formatted(subjects),
        tx.tenantId(),
        projectId,
        purpose,
        limit);
  }

  static Upload insert(
      Transaction tx,
      UUID id,
      String purpose,
      UUID subjectId,
      JsonObject context,
      long sizeBytes,
      String expectedDigest,
      Instant now,
      Instant expiresAt) {
    return tx.one(
            """
            INSERT INTO tenancy.upload
              (tenant_id, id, purpose, subject_id, context, size_bytes, expected_digest, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            RETURNING\s"""
                + COLUMNS,
            tx.tenantId(),
            id,
            purpose,
            subjectId,
            context,
            sizeBytes,
            expectedDigest,
            utc(now),
            utc(expiresAt))
        .map(row -> held(row).upload())
        .orElseThrow();
  }

  /** Empty when the upload is not open at this offset, or held by another writer. */
  static Optional<Held> hold(
      Transaction tx, UUID id, long offset, UUID writer, Instant now, Instant until) {
    return tx.one(
            """
            UPDATE tenancy.upload
            SET writer = $4, writer_until = $5, epoch = epoch + 1, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND status = 'OPEN' AND offset_bytes = $3
              AND (writer IS NULL OR writer_until <= $6)
              AND expires_at > $6
            RETURNING\s"""
                + COLUMNS,
            tx.tenantId(),
            id,
            offset,
            writer,
            utc(until),
            utc(now))
        .map(UploadRows::held);
  }

  static boolean keepHold(Transaction tx, UUID id, UUID writer, Instant until) {
    return tx.update(
            """
            UPDATE tenancy.upload
            SET writer_until = $4
            WHERE tenant_id = $1 AND id = $2 AND writer = $3 AND status = 'OPEN'
            """,
            tx.tenantId(),
            id,
            writer,
            utc(until))
        == 1;
  }

  static void release(Transaction tx, UUID id, UUID writer) {
    tx.update(
        """
        UPDATE tenancy.upload
        SET writer = NULL, writer_until = NULL
        WHERE tenant_id = $1 AND id = $2 AND writer = $3
        """,
        tx.tenantId(),
        id,
        writer);
  }

  /**
   * @param until how much longer the writer holds the upload; null: it lets go
   */
  static boolean appendPart(
      Transaction tx,
      UUID id,
      UUID writer,
      long offset,
      StoredParts.Part part,
      Instant until,
      Instant expiresAt) {
    return tx.update(
            """
            UPDATE tenancy.upload
            SET offset_bytes = offset_bytes + $5,
                part_bytes = array_append(part_bytes, $5),
                part_epochs = array_append(part_epochs, $6),
                writer = CASE WHEN $7::timestamptz IS NULL THEN NULL ELSE writer END,
                writer_until = $7,
                expires_at = $8,
                version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND writer = $3 AND status = 'OPEN' AND offset_bytes = $4
            """,
            tx.tenantId(),
            id,
            writer,
            offset,
            part.bytes(),
            part.epoch(),
            until == null ? null : utc(until),
            utc(expiresAt))
        == 1;
  }

  static Optional<Upload> finish(
      Transaction tx, UUID id, UUID writer, long offset, StoredParts parts, String digest) {
    return tx.one(
            """
            UPDATE tenancy.upload
            SET status = 'FINISHED', offset_bytes = size_bytes, part_bytes = $5, part_epochs = $6, digest = $7,
                writer = NULL, writer_until = NULL, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND writer = $3 AND status = 'OPEN' AND offset_bytes = $4
            RETURNING\s"""
                + COLUMNS,
            tx.tenantId(),
            id,
            writer,
            offset,
            parts.bytesColumn(),
            parts.epochsColumn(),
            digest)
        .map(row -> held(row).upload());
  }

  /**
   * @param writer null: whoever writes it
   */
  static boolean end(Transaction tx, UUID id, UUID writer, UploadStatus status, String failure) {
    return tx.update(
            """
            UPDATE tenancy.upload
            SET status = $4, failure = left($5, 1000), writer = NULL, writer_until = NULL, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND ($3::uuid IS NULL OR writer = $3) AND status = 'OPEN'
            """,
            tx.tenantId(),
            id,
            writer,
            status.name(),
            failure)
        == 1;
  }

  static boolean expire(Transaction tx, UUID id, Instant now) {
    return tx.update(
            """
            UPDATE tenancy.upload
            SET status = 'EXPIRED', writer = NULL, writer_until = NULL, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND status = 'OPEN' AND expires_at <= $3
              AND (writer IS NULL OR writer_until <= $3)
            """,
            tx.tenantId(),
            id,
            utc(now))
        == 1;
  }

  private static Held held(Row row) {
    OffsetDateTime until = row.getOffsetDateTime("writer_until");
    return new Held(
        new Upload(
            row.getUUID("tenant_id"),
            row.getUUID("id"),
            row.getString("purpose"),
            row.getUUID("subject_id"),
            row.getJsonObject("context"),
            row.getLong("size_bytes"),
            row.getLong("offset_bytes"),
            UploadStatus.valueOf(row.getString("status")),
            row.getString("digest"),
            row.getString("failure"),
            row.getOffsetDateTime("created_at"),
            row.getOffsetDateTime("expires_at"),
            row.getInteger("version")),
        StoredParts.of(row.getUUID("tenant_id"), row.getUUID("id"), row),
        row.getInteger("epoch"),
        row.getString("expected_digest"),
        until == null ? null : until.toInstant());
  }

  static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
