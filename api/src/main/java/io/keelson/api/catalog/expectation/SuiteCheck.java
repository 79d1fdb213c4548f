package io.keelson.api.catalog.expectation;

import io.vertx.core.json.JsonArray;

/** Whether a suite is one that can be run. */
final class SuiteCheck {
  private SuiteCheck() {}

  static void require(JsonArray expectations) {
    // pending
  }
}
