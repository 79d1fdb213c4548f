package io.keelson.api.catalog.profile;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What is in the first table of a data set version that could be profiled. */
public record DatasetProfile(
    UUID datasetVersionId, long rows, List<ColumnProfile> columns, OffsetDateTime computedAt) {}
