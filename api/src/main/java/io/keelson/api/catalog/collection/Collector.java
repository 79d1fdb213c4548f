package io.keelson.api.catalog.collection;

import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Takes events over HTTP into a data set.
 *
 * @param deadLetterDatasetId where events go that break the schema; null while it has had none
 * @param schema JSON text; null for none
 */
public record Collector(
    UUID id,
    UUID projectId,
    UUID datasetId,
    UUID deadLetterDatasetId,
    SealRule sealRule,
    String schema,
    OffsetDateTime createdAt,
    Actor createdBy,
    int version) {}
