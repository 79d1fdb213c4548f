package io.keelson.api.alert.rule;

import io.keelson.tenancy.access.Permission;

/** What a rule looks at. */
public enum AlertRuleKind {
  /** The 95th percentile of an endpoint's latency, in milliseconds. */
  ENDPOINT_LATENCY(Permission.ENDPOINT_READ),
  /** The share of an endpoint's requests that failed, 0 to 1. */
  ENDPOINT_ERRORS(Permission.ENDPOINT_READ),
  /** How many features of an endpoint's requests, the prediction among them, have drifted. */
  DRIFT(Permission.ENDPOINT_READ),
  /**
   * How wrong an endpoint's predictions are: the share of those that are not their label, or how
   * far numbers are from theirs at the mean.
   */
  QUALITY(Permission.ENDPOINT_READ),
  /** How many of the project's tasks failed. */
  JOB_FAILURE(Permission.JOB_READ),
  /** The share of the project's budgets that is spent, of the one that most is spent of. */
  BUDGET(Permission.COST_READ);

  private final Permission reads;

  AlertRuleKind(Permission reads) {
    this.reads = reads;
  }

  /** What whoever sees the rule must be able to read. */
  public Permission reads() {
    return reads;
  }

  boolean isOfEndpoint() {
    return reads == Permission.ENDPOINT_READ;
  }
}
