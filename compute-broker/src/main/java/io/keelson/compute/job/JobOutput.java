package io.keelson.compute.job;

/**
 * A file that a job left in {@code outputs/}, kept as an object of the tenant.
 *
 * @param path relative to {@code outputs/}
 */
public record JobOutput(String path, String digest, long sizeBytes) {}
