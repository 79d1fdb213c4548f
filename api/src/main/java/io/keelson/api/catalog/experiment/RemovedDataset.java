package io.keelson.api.catalog.experiment;

/**
 * A data set version that a run has read, of a project that was removed since.
 *
 * @param name what it was called: its project's slug, its own name and its number
 * @param digest of its files
 */
public record RemovedDataset(String name, String digest) {}
