package io.keelson.api.transform;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.compute.job.JobStatus;
import io.keelson.compute.job.Jobs;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the same engine has made, or is making, of the same by the same statement. */
@ApplicationScoped
class MadeBefore {
  /** Of the same, made by callers who may read different things; further ones are not looked at. */
  private static final int MAX_MADE = 100;

  private final DatasetGates gates;
  private final Jobs jobs;

  MadeBefore(DatasetGates gates, Jobs jobs) {
    this.gates = gates;
    this.jobs = jobs;
  }

  /**
   * @param isJudged whether it was checked by the suite that is in force now
   */
  private record Made(UUID id, boolean isRejected, boolean isEmpty, boolean isJudged, UUID jobId) {
    static Made of(Row row) {
      return new Made(
          row.getUUID("id"),
          row.getString("status").equals("REJECTED"),
          row.getInteger("files") == 0,
          row.getBoolean("is_judged"),
          row.getUUID("job_id"));
    }
  }

  /**
   * The newest that is not REJECTED, one that is being made too; without one the newest whose
   * failed checks are waived, and then what {@code again} takes of the others. What was made of
   * what the caller may not read is no answer: it would tell them that the same is there, too.
   */
  Optional<UUID> find(
      Transaction tx, Principal principal, UUID datasetId, String digest, Again again) {
    List<Made> all = all(tx, principal, datasetId, digest);
    Optional<UUID> good = first(all.stream().filter(made -> !made.isRejected()).toList());
    if (good.isPresent() || again == Again.MADE_ANEW) {
      return good;
    }
    Set<UUID> open = gates.open(tx, all.stream().map(Made::id).toList(), DataGate.VALIDATED);
    return first(all.stream().filter(made -> open.contains(made.id())).toList())
        .or(() -> first(all.stream().limit(1).filter(made -> isTaken(tx, made, again)).toList()));
  }

  private boolean isTaken(Transaction tx, Made made, Again again) {
    return made.isEmpty()
        ? again == Again.REJECTED_AND_FAILED_TAKEN && !isCancelled(tx, made.jobId())
        : made.isJudged();
  }

  private boolean isCancelled(Transaction tx, UUID jobId) {
    try {
      return jobs.get(tx, jobId).status() == JobStatus.CANCELLED;
    } catch (NotFound e) { // it ended too long ago for that to be known
      return false;
    }
  }

  private static Optional<UUID> first(List<Made> made) {
    return made.stream().map(Made::id).findFirst();
  }

  private static List<Made> all(
      Transaction tx, Principal principal, UUID datasetId, String digest) {
    return tx
        .list(
            row -> row,
            """
            SELECT v.id, v.status, v.files, t.job_id, array_agg(DISTINCT i.project_id) AS input_project_ids,
              (SELECT l.suite_id
               FROM catalog.validation l
               WHERE l.tenant_id = $1 AND l.dataset_version_id = v.id
               ORDER BY l.id DESC
               LIMIT 1)
              IS NOT DISTINCT FROM
              (SELECT s.id
               FROM catalog.expectation_suite s
               WHERE s.tenant_id = $1 AND s.dataset_id = $2
               ORDER BY s.number DESC
               LIMIT 1) AS is_judged
            FROM catalog.transform t
            JOIN catalog.dataset_version v ON v.tenant_id = t.tenant_id AND v.id = t.dataset_version_id
            JOIN catalog.transform_input s
              ON s.tenant_id = t.tenant_id AND s.dataset_version_id = t.dataset_version_id
            JOIN catalog.dataset_version i ON i.tenant_id = s.tenant_id AND i.id = s.input_version_id
            WHERE t.tenant_id = $1 AND t.dataset_id = $2 AND t.digest = $3
            GROUP BY v.tenant_id, v.id, t.job_id
            ORDER BY v.status = 'REJECTED', v.number DESC
            LIMIT $4
            """,
            tx.tenantId(),
            datasetId,
            digest,
            MAX_MADE)
        .stream()
        .filter(
            row ->
                Arrays.stream(row.getArrayOfUUIDs("input_project_ids"))
                    .allMatch(project -> principal.may(Permission.DATASET_READ, project)))
        .map(Made::of)
        .toList();
  }
}
