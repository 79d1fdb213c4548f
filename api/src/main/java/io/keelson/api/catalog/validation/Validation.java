package io.keelson.api.catalog.validation;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * One look at a data set version by a suite of expectations.
 *
 * @param versionDigest of the content that was looked at
 * @param suiteDigest of what was expected of it
 * @param passed how many checks passed
 * @param warned how many failed that do not block
 * @param failed how many failed that do
 * @param error why it is ERRORED; null for any other
 * @param quarantineVersionId the version that holds the rows which failed; null where there is none
 * @param quarantinedRows how many rows are in it
 * @param quarantineCut whether there were more than it holds
 * @param endedAt null while RUNNING
 */
public record Validation(
    UUID id,
    UUID projectId,
    UUID versionId,
    UUID suiteId,
    String versionDigest,
    String suiteDigest,
    UUID jobId,
    ValidationStatus status,
    int passed,
    int warned,
    int failed,
    String error,
    UUID quarantineVersionId,
    long quarantinedRows,
    boolean quarantineCut,
    OffsetDateTime startedAt,
    OffsetDateTime endedAt) {}
