package io.keelson.profiler.check;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** An expectation that was understood for a table: what it asks of it, and how it judges. */
interface Check {
  Expectation expectation();

  /** What the scan of the whole table is to find out. */
  List<Measure> measures();

  /**
   * @throws NotJudged when the suite or the data does not fit
   * @throws SQLException when it is the machine, or the files are broken
   */
  Result judge(Evidence evidence) throws NotJudged, SQLException;

  /** The rows to look at again for samples. */
  default Optional<Measure> samples() {
    return Optional.empty();
  }

  /** By what further scan it judges; those of the same one are judged together. */
  default Optional<Grouping> grouping() {
    return Optional.empty();
  }

  /** In SQL, that a row is unexpected; of those that judge rows one by one. */
  default Optional<String> unexpectedRow() {
    return Optional.empty();
  }
}
