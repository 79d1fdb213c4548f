package io.keelson.profiler;

/** How an attempt to look through a table ended. */
sealed interface TableOutcome {

  /**
   * @param answer one JSON object, as {@link Profiler} or {@link Checker} writes it
   */
  record Answered(byte[] answer) implements TableOutcome {}

  /** The files are at fault: their own format says so. */
  record Unreadable(String reason) implements TableOutcome {}

  /** More, or of another kind, than the profiler takes. */
  record Limited(String reason) implements TableOutcome {}

  /**
   * The process died, took too long, had no disk or memory, or answered nonsense.
   *
   * @param reason for whoever owns the data, in words that name no folder of ours
   * @param detail for the job's log
   */
  record Failed(String reason, String detail) implements TableOutcome {}
}
