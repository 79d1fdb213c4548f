package io.keelson.api.catalog.profile;

/**
 * A file of a version that is profiled.
 *
 * @param path in the version
 */
record TableFile(String path, String digest, long sizeBytes) {}
