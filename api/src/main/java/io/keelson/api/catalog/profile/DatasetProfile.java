package io.keelson.api.catalog.profile;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What is in the tables of a data set version: all CSV, TSV and Parquet files together, matched by
 * column name.
 *
 * @param rows of all of them
 */
public record DatasetProfile(
    UUID datasetVersionId, long rows, List<ColumnProfile> columns, OffsetDateTime computedAt) {}
