package io.keelson.profiler;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whose fault an error of DuckDB is. The files' only where a format checks itself and the check
 * fails; CSV has no such check. What nobody has listed is the machine's, which may pass.
 */
public final class Faults {
  /** What an error says where a full disk or a lack of memory is behind it, whatever else it is. */
  private static final List<String> OF_THE_MACHINE =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "max_temp_directory_size",
          "Out of Memory Error",
          "Cannot allocate memory",
          "failed to allocate",
          "could not allocate",
          "Too many open files",
          "File too large",
          "Input/output error",
          "Read-only file system",
          "Permission denied",
          "Could not write",
          "Failed to write",
          "Could not truncate",
          "Could not sync",
          "INTERNAL Error",
          "FATAL Error");

  /** A part of DuckDB's message, and what we say for it. */
  private record Sign(String part, String meaning) {}

  private static final List<Sign> OF_THE_FILES =
      List.of(
          new Sign("No magic bytes found", "is not a Parquet file, or is cut short"),
          new Sign("too small to be a Parquet file", "is not a Parquet file, or is cut short"),
          new Sign("Footer length error", "is corrupt: its Parquet footer cannot be read"),
          new Sign("don't know what type", "is corrupt: its Parquet metadata cannot be read"),
          new Sign("TProtocolException", "is corrupt: its Parquet metadata cannot be read"),
          new Sign("Could not read enough bytes", "is corrupt: it refers to bytes beyond its end"),
          new Sign("ecompression failure", "is corrupt: a compressed page cannot be read"),
          new Sign("Input is not a GZIP stream", "is not a gzip file"));

  private static final List<Sign> OF_THE_PROFILER =
      List.of(
          new Sign("Invalid unicode", "is not UTF-8 text (expected: UTF-8)"),
          new Sign(
              "Maximum line size", "has a line longer than " + Tables.MAX_LINE_BYTES + " bytes"),
          new Sign(
              "Error when sniffing file",
              "does not read as CSV (expected: one delimiter and as many values in each row as in the first)"),
          new Sign("CSV Error", "does not read as CSV"),
          new Sign(
              "maximum_object_size", "has a line longer than " + Tables.MAX_LINE_BYTES + " bytes"),
          new Sign("Malformed JSON", "does not read as JSON (expected: one object a line)"),
          new Sign("expected records", "does not read as JSON (expected: one object a line)"),
          new Sign("is encrypted", "is encrypted"),
          new Sign("Struct remap", "has columns of types that do not fit together"),
          new Sign("Unimplemented type for cast", "has columns of types that do not fit together"),
          new Sign("Conversion Error", "has columns of types that do not fit together"),
          new Sign(
              "Not implemented Error", "has a type or an encoding that the profiler cannot read"));

  /** How an error begins where a statement asks of the data what they do not have. */
  private static final List<String> OF_THE_STATEMENT =
      List.of(
          "Binder Error",
          "Conversion Error",
          "Invalid Input Error",
          "Invalid Type Error",
          "Mismatch Type Error",
          "Not implemented Error",
          "Out of Range Error",
          "Parser Error");

  private Faults() {}

  /**
   * Whether the statement, with its literals and its types, does not fit the data. False where the
   * machine or the files may be at fault: then the same statement may pass elsewhere, or no other
   * does either.
   */
  public static boolean isOfTheStatement(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return OF_THE_STATEMENT.stream().anyMatch(message::startsWith)
        && OF_THE_MACHINE.stream().noneMatch(message::contains)
        && OF_THE_FILES.stream().noneMatch(sign -> message.contains(sign.part()))
        && !message.contains("CSV Error")
        && !message.contains("Invalid unicode");
  }

  /**
   * @param culprit which file it is, with a space behind it; nothing where there is one only
   * @return the error itself where it is the machine's
   * @throws Unreadable where it is the files'
   * @throws BeyondLimits where it is the profiler's
   */
  static SQLException of(SQLException e, Supplier<String> culprit) throws Unreadable, BeyondLimits {
    String message = String.valueOf(e.getMessage());
    if (OF_THE_MACHINE.stream().anyMatch(message::contains)) {
      return e;
    }
    for (Sign sign : OF_THE_FILES) {
      if (message.contains(sign.part())) {
        throw new Unreadable(culprit.get() + sign.meaning());
      }
    }
    for (Sign sign : OF_THE_PROFILER) {
      if (message.contains(sign.part())) {
        throw new BeyondLimits(culprit.get() + sign.meaning());
      }
    }
    return e;
  }
}
