package io.keelson.api.catalog.difference;

import io.keelson.api.catalog.dataset.DatasetVersion;

/**
 * How a version differs from another of its data set.
 *
 * @param from the other one
 */
public record VersionDifference(DatasetVersion version, DatasetVersion from, FileChanges files) {}
