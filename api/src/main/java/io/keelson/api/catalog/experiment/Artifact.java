package io.keelson.api.catalog.experiment;

import java.util.UUID;

/**
 * A file that a run left, or a folder of such files.
 *
 * @param projectId of the run
 * @param path from the run's root
 * @param sizeBytes null for a folder
 * @param digest of the tenant's object that holds the content; null for a folder
 */
public record Artifact(
    UUID projectId, String path, boolean folder, Long sizeBytes, String digest) {}
