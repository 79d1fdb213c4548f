package io.keelson.api.transform;

import java.util.UUID;

/**
 * A data set version that a transform reads.
 *
 * @param name what the statement calls it
 */
public record TransformSource(String name, UUID versionId) {}
