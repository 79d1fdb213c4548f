package io.keelson.billing.cost;

import java.util.Locale;

/** What the lines of a cost report are told apart by, beside meter and unit price. */
public enum CostDimension {
  PROJECT("project_id"),
  RESOURCE("resource"),
  /** The UTC day on which the metered interval began. */
  DAY("(from_at AT TIME ZONE 'UTC')::date"),
  /** Every line is of one meter already; asking for it changes nothing. */
  METER("meter"),
  RUN("run_id"),
  ENDPOINT("endpoint_id"),
  JOB("job_id");

  private final String sql;

  CostDimension(String sql) {
    this.sql = sql;
  }

  /** The expression over a ledger line. */
  String sql() {
    return sql;
  }

  /** The column of the report. */
  String column() {
    return "by_" + name().toLowerCase(Locale.ROOT);
  }
}
