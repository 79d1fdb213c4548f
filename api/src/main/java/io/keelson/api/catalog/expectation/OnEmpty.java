package io.keelson.api.catalog.expectation;

/** What is made of a column without a value. */
public enum OnEmpty {
  FAIL,
  /** As Great Expectations does. */
  PASS
}
