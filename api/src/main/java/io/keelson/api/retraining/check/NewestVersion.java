package io.keelson.api.retraining.check;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The newest version of a data set that a run may take: VALIDATED, or with each failed check
 * waived.
 *
 * @param id null where none of the newest 100 may be taken
 * @param awaited the number of a newer one that is SEALED or VALIDATING; null where there is none
 * @param seen in words: which it is, and which newer ones were left out
 */
public record NewestVersion(UUID id, Integer awaited, String seen) {
  private static final int MAX_LOOKED_AT = 100;
  private static final int MAX_SHOWN = 5;

  private record Version(UUID id, int number, String status) {
    boolean isOnItsWay() {
      return status.equals("SEALED") || status.equals("VALIDATING");
    }

    @Override
    public String toString() {
      return number + " is " + status;
    }
  }

  /** As it is now; versions that hold nothing yet do not count. */
  public static NewestVersion of(Transaction tx, DatasetGates gates, UUID datasetId) {
    List<Version> versions =
        tx.list(
            row ->
                new Version(row.getUUID("id"), row.getInteger("number"), row.getString("status")),
            """
            SELECT id, number, status
            FROM catalog.dataset_version
            WHERE tenant_id = $1 AND dataset_id = $2 AND status NOT IN ('OPEN', 'MAKING')
            ORDER BY number DESC
            LIMIT $3
            """,
            tx.tenantId(),
            datasetId,
            MAX_LOOKED_AT);
    Set<UUID> open =
        gates.open(tx, versions.stream().map(Version::id).toList(), DataGate.VALIDATED);
    Integer awaited = null;
    List<Version> leftOut = new ArrayList<>();
    for (Version version : versions) {
      if (open.contains(version.id())) {
        return new NewestVersion(
            version.id(), awaited, "version " + version + leftOut(leftOut, "; left out: "));
      }
      if (awaited == null && version.isOnItsWay()) {
        awaited = version.number();
      }
      leftOut.add(version);
    }
    String seen = "the data set has no VALIDATED version" + leftOut(leftOut, ": ");
    return new NewestVersion(null, awaited, seen);
  }

  /**
   * What a run's transform has made: no other version will do. Why it was REJECTED may quote
   * values, and is read with the version alone.
   */
  public static NewestVersion made(Transaction tx, DatasetGates gates, UUID versionId) {
    record Made(int number, String status) {}
    Made made =
        tx.one(
                """
                SELECT number, status
                FROM catalog.dataset_version
                WHERE tenant_id = $1 AND id = $2
                """,
                tx.tenantId(),
                versionId)
            .map(row -> new Made(row.getInteger("number"), row.getString("status")))
            .orElseThrow(() -> new NotFound("data set version"));
    String seen =
        "version %d, which the transform made, is %s".formatted(made.number(), made.status());
    if (gates.open(tx, List.of(versionId), DataGate.VALIDATED).contains(versionId)) {
      return new NewestVersion(versionId, null, seen);
    }
    boolean isJudgedYet = List.of("SEALED", "VALIDATING", "ERRORED").contains(made.status());
    return new NewestVersion(null, isJudgedYet ? made.number() : null, seen);
  }

  private static String leftOut(List<Version> versions, String before) {
    if (versions.isEmpty()) {
      return "";
    }
    String shown =
        versions.stream().limit(MAX_SHOWN).map(Version::toString).collect(Collectors.joining(", "));
    int more = versions.size() - MAX_SHOWN;
    return before + shown + (more > 0 ? " and " + more + " more" : "");
  }

  public boolean isFound() {
    return id != null;
  }
}
