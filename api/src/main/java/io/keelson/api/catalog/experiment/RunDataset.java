package io.keelson.api.catalog.experiment;

import java.util.UUID;

/** A sealed data set version that a run reads, with the digest it had then and always. */
public record RunDataset(UUID datasetVersionId, String digest) {}
