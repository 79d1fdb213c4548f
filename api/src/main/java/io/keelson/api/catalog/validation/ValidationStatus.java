package io.keelson.api.catalog.validation;

/** {@code RUNNING → PASSED | FAILED | ERRORED}. */
public enum ValidationStatus {
  RUNNING,
  /** No check that blocks has failed. */
  PASSED,
  /** One that blocks has. */
  FAILED,
  /** The platform could not tell. */
  ERRORED
}
