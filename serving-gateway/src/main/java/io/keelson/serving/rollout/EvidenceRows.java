package io.keelson.serving.rollout;

import io.keelson.serving.watch.canary.CanaryTests;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** What a rollout was judged by, each time that it changed. */
final class EvidenceRows {
  /** From then on only what ends a step or the rollout is kept. */
  static final int MAX_ROWS = 2_000;

  /** Of one rollout, so that what it is judged by has room beside them. */
  static final int MAX_EXTENSIONS = 100;

  /** Of a natural logarithm. */
  private static final double NEWS = 0.1;

  static final String COLUMNS =
      """
      number, at, step, weight, baseline_requests, baseline_errors, baseline_caller_errors, candidate_requests,
      candidate_errors, candidate_caller_errors, log_evidence, log_caller_evidence, verdict, extended_until, extended_by,
      extended_by_kind, extended_by_id\
      """;

  private EvidenceRows() {}

  static Evidence evidence(Row row) {
    return new Evidence(
        row.getInteger("number"),
        row.getOffsetDateTime("at"),
        row.getInteger("step"),
        row.getInteger("weight"),
        row.getLong("baseline_requests"),
        row.getLong("baseline_errors"),
        row.getLong("baseline_caller_errors"),
        row.getLong("candidate_requests"),
        row.getLong("candidate_errors"),
        row.getLong("candidate_caller_errors"),
        row.getDouble("log_evidence"),
        row.getDouble("log_caller_evidence"),
        Verdict.valueOf(row.getString("verdict")),
        row.getOffsetDateTime("extended_until"),
        row.getString("extended_by") == null ? null : Actor.of(row, "extended_by"));
  }

  private static Optional<Evidence> last(Transaction tx, UUID rolloutId) {
    return tx.one(
            "SELECT "
                + COLUMNS
                + """
                 FROM serving.rollout_evidence
                WHERE tenant_id = $1 AND rollout_id = $2
                ORDER BY number DESC
                LIMIT 1
                """,
            tx.tenantId(),
            rolloutId)
        .map(EvidenceRows::evidence);
  }

  /**
   * Kept where a step or the rollout ends, or errors or the verdict have changed. Callers ask
   * wrongly all the time: that alone is kept once it says something else.
   */
  static void keep(
      Transaction tx,
      Rollout rollout,
      StepCounts counts,
      CanaryTests.Findings findings,
      Verdict verdict,
      boolean ends,
      OffsetDateTime now) {
    if (rollout.step() == 0) {
      return;
    }
    Optional<Evidence> before = last(tx, rollout.id());
    int number = before.map(Evidence::number).orElse(0) + 1;
    boolean news =
        before
            .map(
                last ->
                    last.step() != rollout.step()
                        || last.verdict() != verdict
                        || last.baselineErrors() != counts.baselineErrors()
                        || last.candidateErrors() != counts.candidateErrors()
                        || Math.abs(last.logCallerEvidence() - findings.refusals().logEvidence())
                            >= NEWS)
            .orElse(true);
    if (!ends && (!news || number > MAX_ROWS)) {
      return;
    }
    insert(tx, rollout, number, counts, findings, verdict, null, null, now);
  }

  /**
   * What it was judged by when somebody moved the end of its pause.
   *
   * @throws Conflict when that was done {@link #MAX_EXTENSIONS} times
   */
  static void keepExtension(
      Transaction tx,
      Rollout rollout,
      StepCounts counts,
      CanaryTests.Findings findings,
      Verdict verdict,
      OffsetDateTime until,
      Actor by,
      OffsetDateTime now) {
    if (extensions(tx, rollout.id()) >= MAX_EXTENSIONS) {
      throw new Conflict(
          "the pauses of a rollout may be extended %d times".formatted(MAX_EXTENSIONS));
    }
    int number = last(tx, rollout.id()).map(Evidence::number).orElse(0) + 1;
    insert(tx, rollout, number, counts, findings, verdict, until, by, now);
  }

  private static long extensions(Transaction tx, UUID rolloutId) {
    return tx.one(
            """
            SELECT count(*) AS extensions
            FROM serving.rollout_evidence
            WHERE tenant_id = $1 AND rollout_id = $2 AND extended_until IS NOT NULL
            """,
            tx.tenantId(),
            rolloutId)
        .orElseThrow()
        .getLong("extensions");
  }

  private static void insert(
      Transaction tx,
      Rollout rollout,
      int number,
      StepCounts counts,
      CanaryTests.Findings findings,
      Verdict verdict,
      OffsetDateTime extendedUntil,
      Actor extendedBy,
      OffsetDateTime now) {
    tx.update(
        """
        INSERT INTO serving.rollout_evidence
          (tenant_id, rollout_id, number, at, step, weight, baseline_requests, baseline_errors, baseline_caller_errors,
           candidate_requests, candidate_errors, candidate_caller_errors, log_evidence, log_caller_evidence, verdict,
           extended_until, extended_by, extended_by_kind, extended_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        """,
        tx.tenantId(),
        rollout.id(),
        number,
        now,
        rollout.step(),
        rollout.current().weight(),
        counts.baselineRequests(),
        counts.baselineErrors(),
        counts.baselineCallerErrors(),
        counts.candidateRequests(),
        counts.candidateErrors(),
        counts.candidateCallerErrors(),
        findings.errors().logEvidence(),
        findings.refusals().logEvidence(),
        verdict.name(),
        extendedUntil,
        extendedBy == null ? null : extendedBy.label(),
        extendedBy == null ? null : extendedBy.kind().name(),
        extendedBy == null ? null : extendedBy.id());
  }
}
