package io.keelson.api.catalog.profile;

import java.util.List;

/** How an attempt to profile a table ended. */
public sealed interface ProfileOutcome {

  /**
   * @param dialect how its one file of separated values is written; null where it is another, or
   *     several
   */
  record Profiled(long rows, List<ColumnProfile> columns, CsvDialect dialect)
      implements ProfileOutcome {
    public Profiled(long rows, List<ColumnProfile> columns) {
      this(rows, columns, null);
    }
  }

  /** The files are at fault: their own format says so. */
  record Unreadable(String reason) implements ProfileOutcome {}

  /** More, or of another kind, than the profiler takes; the same another time. */
  record Limited(String reason) implements ProfileOutcome {}

  /**
   * Nothing is known of the files: it died, took too long, had no disk or memory, or answered
   * nonsense. It may go better another time.
   */
  record Failed(String reason) implements ProfileOutcome {}
}
