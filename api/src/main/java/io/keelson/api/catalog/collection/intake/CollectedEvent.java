package io.keelson.api.catalog.collection.intake;

import java.util.UUID;

/**
 * An event that is kept.
 *
 * @param key by which it is known again; null where it says nothing that tells it from others
 * @param bytes in which it is: one line of JSON, without its end, maybe beside others
 * @param from where it begins in them
 * @param to where it ends
 * @param isDead whether it broke the schema
 */
public record CollectedEvent(UUID key, byte[] bytes, int from, int to, boolean isDead) {

  /**
   * @param row all of it
   */
  public CollectedEvent(UUID key, byte[] row, boolean isDead) {
    this(key, row, 0, row.length, isDead);
  }

  int sizeBytes() {
    return to - from;
  }
}
