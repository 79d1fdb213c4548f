package io.keelson.api.catalog.expectation;

/** What a check that fails means for the version. */
public enum Severity {
  /** The version is REJECTED, and nothing reads it without a waiver. */
  BLOCK,
  /** It is said, and nothing else. */
  WARN,
  /** It is counted, and warns nobody. */
  INFO
}
