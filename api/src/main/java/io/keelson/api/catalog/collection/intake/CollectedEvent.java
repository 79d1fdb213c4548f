package io.keelson.api.catalog.collection.intake;

import java.util.UUID;

/**
 * An event that is kept.
 *
 * @param key by which it is known again; null where it says nothing that tells it from others
 * @param row one line of JSON, without its end
 * @param isDead whether it broke the schema
 */
public record CollectedEvent(UUID key, byte[] row, boolean isDead) {}
