package io.keelson.api.catalog.profile;

import java.util.List;

/** How an attempt to profile ended. */
sealed interface ProfileOutcome {

  record Profiled(long rows, List<ColumnProfile> columns) implements ProfileOutcome {}

  /** There is nothing that could be profiled, and nothing wrong with that. */
  record NoTables() implements ProfileOutcome {}

  /** The files are at fault. */
  record Rejected(String reason) implements ProfileOutcome {}

  /** Whose fault it is cannot be told: it died, took too long, or answered nonsense. */
  record Failed(String reason) implements ProfileOutcome {}
}
