package io.keelson.api.transform;

import java.util.UUID;

/**
 * What a data set version was made by: one SELECT over others.
 *
 * @param engine that ran it, with its version
 * @param format of the table that it left
 * @param digest {@code sha256:…} of engine, format, statement and the digests of what it reads:
 *     what has the same one makes the same
 * @param jobId of the job that ran it
 * @param reuses how often it was asked for again, and nothing ran
 */
public record Transform(
    UUID versionId,
    UUID projectId,
    String sql,
    String engine,
    TransformFormat format,
    String digest,
    UUID jobId,
    int reuses) {}
