package io.keelson.tenancy.object;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An upload as it was last made durable.
 *
 * @param purpose names the {@link UploadListener}
 * @param subjectId what the upload is for, as its purpose understands it
 * @param offsetBytes bytes that survive a crash; 0 to {@code sizeBytes}
 * @param digest of the object, once finished, else null
 * @param failure why it failed, else null
 */
public record Upload(
    UUID tenantId,
    UUID id,
    String purpose,
    UUID subjectId,
    JsonObject context,
    long sizeBytes,
    long offsetBytes,
    UploadStatus status,
    String digest,
    String failure,
    OffsetDateTime createdAt,
    OffsetDateTime expiresAt,
    int version) {}
