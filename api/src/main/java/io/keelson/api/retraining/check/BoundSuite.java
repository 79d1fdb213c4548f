package io.keelson.api.retraining.check;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/** Whether data was judged by the suite of expectations that the policy names, and by no other. */
final class BoundSuite {
  private static final String NAME = "SUITE";

  private BoundSuite() {}

  private record Judged(UUID suiteId, int number, String digest) {}

  /** Whether what is made from now on will be checked by it. */
  static RunChecks.Check inForce(Transaction tx, UUID suiteId) {
    Row row =
        tx.one(
                """
                SELECT w.number AS expected,
                  (SELECT max(s.number) FROM catalog.expectation_suite s WHERE s.tenant_id = $1 AND s.dataset_id = w.dataset_id) AS number
                FROM catalog.expectation_suite w
                WHERE w.tenant_id = $1 AND w.id = $2
                """,
                tx.tenantId(),
                suiteId)
            .orElseThrow(() -> new NotFound("expectation suite"));
    int expected = row.getInteger("expected");
    int number = row.getInteger("number");
    return new RunChecks.Check(
        NAME,
        number == expected,
        "what the transform would make is checked by suite %d (expected: suite %d)"
            .formatted(number, expected));
  }

  /**
   * @param versionId that may be read as a VALIDATED one
   */
  static RunChecks.Check look(Transaction tx, UUID suiteId, UUID versionId) {
    int expected =
        tx.one(
                "SELECT number FROM catalog.expectation_suite WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                suiteId)
            .map(row -> row.getInteger("number"))
            .orElse(0);
    Optional<Judged> judged =
        tx.one(
                """
                SELECT s.id, s.number, v.suite_digest
                FROM catalog.validation v
                JOIN catalog.expectation_suite s ON s.tenant_id = v.tenant_id AND s.id = v.suite_id
                WHERE v.tenant_id = $1 AND v.dataset_version_id = $2
                ORDER BY v.id DESC
                LIMIT 1
                """,
                tx.tenantId(),
                versionId)
            .map(
                row ->
                    new Judged(
                        row.getUUID("id"),
                        row.getInteger("number"),
                        row.getString("suite_digest")));
    if (judged.isPresent() && judged.get().suiteId().equals(suiteId)) {
      return new RunChecks.Check(
          NAME, true, "checked by suite %d, %s".formatted(expected, judged.get().digest()));
    }
    return new RunChecks.Check(
        NAME,
        false,
        judged
            .map(by -> "checked by suite %d (expected: suite %d)".formatted(by.number(), expected))
            .orElse("checked by no suite (expected: suite %d)".formatted(expected)));
  }
}
