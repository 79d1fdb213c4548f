package io.keelson.trainer.report;

/** The platform did not take a report: refused it, or could not be reached in time. */
public final class ReportFailed extends Exception {
  private static final long serialVersionUID = 1L;

  ReportFailed(String message) {
    super(message);
  }
}
