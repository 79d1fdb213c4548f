package io.keelson.api.catalog.experiment;

/**
 * A file that a run left, or a folder of such files.
 *
 * @param path from the run's root
 * @param sizeBytes null for a folder
 * @param digest of the tenant's object that holds the content; null for a folder
 */
public record Artifact(String path, boolean folder, Long sizeBytes, String digest) {}
