package io.keelson.tenancy.audit;

/** What became of the attempt. */
public enum AuditOutcome {
  DONE,
  DENIED,
  FAILED
}
