package io.keelson.tenancy.object;

import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** What a listener is told: its own subject and context, and the object that the bytes became. */
public record FinishedUpload(UUID id, UUID subjectId, JsonObject context, ObjectRef object) {}
