package io.keelson.api.catalog.difference;

/** A file that is not as it was in the other version. */
public record FileChange(String path, FileChangeKind kind) {}
