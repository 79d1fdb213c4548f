package io.keelson.api.transform;

import java.util.UUID;

/**
 * A data set version that a transform reads.
 *
 * @param name what the statement calls it
 * @param removedName what it was called, where its project was removed since; else null
 */
public record TransformSource(String name, UUID versionId, String removedName) {
  public TransformSource(String name, UUID versionId) {
    this(name, versionId, null);
  }
}
