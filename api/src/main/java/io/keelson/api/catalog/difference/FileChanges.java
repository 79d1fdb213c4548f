package io.keelson.api.catalog.difference;

import java.util.List;

/**
 * What became of a version's files, by path.
 *
 * @param unchanged with the same content under the same path
 * @param moved of those added, those whose content stands under some path of the other version
 * @param addedBytes of content that stands under no path of the other version
 * @param changes those that were added, removed or changed, by path: at most {@value #MAX_NAMED}
 */
public record FileChanges(
    long unchanged,
    long added,
    long removed,
    long changed,
    long moved,
    long addedBytes,
    List<FileChange> changes) {
  static final int MAX_NAMED = 100;

  public FileChanges {
    changes = List.copyOf(changes);
  }
}
