package io.keelson.billing.usage;

/**
 * The labels by which costs are added up; their values are ids of the catalog, broker or gateway.
 */
public final class UsageLabels {
  public static final String RUN = "runId";
  public static final String ENDPOINT = "endpointId";
  public static final String JOB = "jobId";

  private UsageLabels() {}
}
