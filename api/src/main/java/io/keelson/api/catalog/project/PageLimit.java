package io.keelson.api.catalog.project;

import io.keelson.tenancy.failure.Input;

/** The bound of every list: a page of 100, and one more to see whether another page follows. */
public final class PageLimit {
  public static final int MAX_ROWS = 101;
  public static final int MAX_BATCH_IDS = 1_000;

  /** How many of the newest rows of a kind a search by name looks at. */
  public static final int MAX_SEARCHED_ROWS = 10_000;

  private PageLimit() {}

  public static int checked(int limit) {
    return Input.range("limit", limit, 1, MAX_ROWS);
  }
}
