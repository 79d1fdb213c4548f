package io.keelson.api.catalog.profile;

import java.util.List;

/** How an attempt to profile ended. */
sealed interface ProfileOutcome {

  record Profiled(long rows, List<ColumnProfile> columns) implements ProfileOutcome {}

  /** There is nothing that could be profiled, and nothing wrong with that. */
  record NoTables() implements ProfileOutcome {}

  /** The files are at fault. */
  record Rejected(String reason) implements ProfileOutcome {}

  /**
   * Nothing is known of the files: it died, took too long, had no disk or memory, or answered
   * nonsense. It may go better another time.
   */
  record Failed(String reason) implements ProfileOutcome {}
}
