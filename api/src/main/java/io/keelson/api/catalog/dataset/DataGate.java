package io.keelson.api.catalog.dataset;

/** The least that a data set version must be for something to read it or to rest on it. */
public enum DataGate {
  /** Final, and not found to be unusable. */
  SEALED,
  /** Looked at, and as it is expected. */
  VALIDATED
}
