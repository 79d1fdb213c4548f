package io.keelson.api.catalog.expectation;

import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.IntStream;

/** How suites are written and read. */
final class SuiteRows {
  static final String SELECT =
      """
      SELECT s.id, s.project_id, s.dataset_id, s.number, s.digest, s.expectations, s.created_at, s.created_by,
        s.created_by_kind, s.created_by_id
      FROM catalog.expectation_suite s
      WHERE s.tenant_id = $1\s""";

  private SuiteRows() {}

  static ExpectationSuite suite(Row row) {
    return new ExpectationSuite(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getUUID("dataset_id"),
        row.getInteger("number"),
        row.getString("digest"),
        expectations(row.getString("expectations")),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"));
  }

  static JsonArray json(List<Expectation> expectations) {
    JsonArray all = new JsonArray();
    IntStream.range(0, expectations.size()).forEach(i -> all.add(expectations.get(i).json(i)));
    return all;
  }

  private static List<Expectation> expectations(String json) {
    return new JsonArray(json).stream().map(JsonObject.class::cast).map(Expectation::of).toList();
  }
}
