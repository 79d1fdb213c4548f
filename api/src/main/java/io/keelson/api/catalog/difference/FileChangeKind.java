package io.keelson.api.catalog.difference;

/** What became of a file. */
public enum FileChangeKind {
  ADDED,
  REMOVED,
  /** Other content under the same path. */
  CHANGED
}
