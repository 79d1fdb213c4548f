package io.keelson.api.catalog.validation;

/** What the checks of a version came to. */
public sealed interface SuiteOutcome {
  /** No check that blocks has failed, or there is none. */
  record Passed() implements SuiteOutcome {}

  /** One that blocks has. */
  record Failed(String reason) implements SuiteOutcome {}

  /** The job did not say of each expectation what came of it. */
  record Errored(String reason) implements SuiteOutcome {}
}
