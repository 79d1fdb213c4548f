package io.keelson.api.catalog.profile;

/**
 * A file of a version, as one that may be part of a table.
 *
 * @param path in the version
 */
public record TableFile(String path, String digest, long sizeBytes) {}
