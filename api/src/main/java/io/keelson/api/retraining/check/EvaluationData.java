package io.keelson.api.retraining.check;

import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import java.util.List;
import java.util.UUID;

/**
 * Whether what both are to be scored on can hold rows that neither was trained on. Single rows are
 * left out by the scoring; this finds what would leave none, before anything is paid for.
 */
final class EvaluationData {
  private static final String NAME = "EVALUATION_DATA";

  private static final String THEMSELVES = "SELECT unnest($2::uuid[])";

  private static final String TRAINED_ON =
      """
      SELECT d.dataset_version_id
      FROM catalog.model_version m
      JOIN catalog.run_dataset d ON d.tenant_id = m.tenant_id AND d.run_id = m.run_id
      WHERE m.tenant_id = $1 AND m.id = $2
      """;

  private EvaluationData() {}

  /**
   * @param trainedOn what the challenger would be trained on, or that would be made of
   */
  static RunChecks.Check look(
      Transaction tx,
      DatasetGates gates,
      Principal principal,
      RunChecks.Data data,
      List<UUID> trainedOn) {
    NewestVersion evaluation = data.evaluation();
    if (!evaluation.isFound() || data.championId() == null) {
      return new RunChecks.Check(NAME, evaluation.isFound(), evaluation.seen());
    }
    if (names(tx, data.championId(), evaluation.id())) {
      return new RunChecks.Check(NAME, false, "the champion was trained on it");
    }
    TrainedOn champion = TrainedOn.of(tx, gates, principal, data.championId());
    if (shareAFile(tx, evaluation.id(), madeOf(tx, principal, TRAINED_ON, data.championId()))) {
      return new RunChecks.Check(NAME, false, "its file is among what the champion was trained on");
    }
    UUID[] ofChallenger = trainedOn.toArray(UUID[]::new);
    if (shareAFile(tx, evaluation.id(), madeOf(tx, principal, THEMSELVES, ofChallenger))) {
      return new RunChecks.Check(
          NAME, false, "its file is among what the challenger would be trained on");
    }
    String rows =
        champion.isKnown()
            ? "; rows that either was trained on are left out"
            : "; rows that the challenger is trained on are left out, those of the champion are not known";
    return new RunChecks.Check(NAME, true, evaluation.seen() + rows);
  }

  private static boolean names(Transaction tx, UUID championId, UUID versionId) {
    return tx.one(
            """
            SELECT 1
            FROM catalog.model_version v
            JOIN catalog.run_dataset d ON d.tenant_id = v.tenant_id AND d.run_id = v.run_id
            WHERE v.tenant_id = $1 AND v.id = $2 AND d.dataset_version_id = $3
            """,
            tx.tenantId(),
            championId,
            versionId)
        .isPresent();
  }

  /**
   * The versions that {@code begin} gives for its parameter, with those that transforms made them
   * of, and so on, of what the caller may read: a row that a statement changes is a row that was
   * trained on.
   */
  private static List<UUID> madeOf(Transaction tx, Principal principal, String begin, Object of) {
    return tx
        .list(
            row -> row,
            """
            WITH RECURSIVE whole (id) AS (
              %s
              UNION
              SELECT i.input_version_id
              FROM whole w
              JOIN catalog.transform_input i ON i.tenant_id = $1 AND i.dataset_version_id = w.id
            )
            SELECT v.id, v.project_id
            FROM whole w
            JOIN catalog.dataset_version v ON v.tenant_id = $1 AND v.id = w.id
            """
                .formatted(begin),
            tx.tenantId(),
            of)
        .stream()
        .filter(row -> principal.may(Permission.DATASET_READ, row.getUUID("project_id")))
        .map(row -> row.getUUID("id"))
        .toList();
  }

  private static boolean shareAFile(Transaction tx, UUID versionId, List<UUID> others) {
    return tx.one(
            """
            SELECT 1
            FROM catalog.dataset_file e
            JOIN catalog.dataset_file t ON t.tenant_id = e.tenant_id AND t.digest = e.digest
            WHERE e.tenant_id = $1 AND e.dataset_version_id = $2 AND t.dataset_version_id = ANY ($3)
            LIMIT 1
            """,
            tx.tenantId(),
            versionId,
            others.toArray(UUID[]::new))
        .isPresent();
  }
}
