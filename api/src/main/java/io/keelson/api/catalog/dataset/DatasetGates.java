package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What may be read of data set versions. One that was REJECTED by its checks is let through, as a
 * VALIDATED one is, while each failed check that blocks has a waiver which somebody granted. While
 * it is judged again, and once its files were removed, it is let through by nothing.
 */
@ApplicationScoped
public class DatasetGates {
  /** Versions whose latest validation is let pass, with the end of the first of its waivers. */
  private static final String WAIVED =
      """
      SELECT l.dataset_version_id, min(w.ends_at) AS until
      FROM (
        SELECT DISTINCT ON (v.dataset_version_id) v.dataset_version_id, v.id, v.status
        FROM catalog.validation v
        WHERE v.tenant_id = $1 AND v.dataset_version_id = ANY ($2)
        ORDER BY v.dataset_version_id, v.id DESC
      ) l
      JOIN catalog.expectation_result r
        ON r.tenant_id = $1 AND r.validation_id = l.id AND NOT r.success AND r.severity = 'BLOCK'
      LEFT JOIN catalog.waiver w
        ON w.tenant_id = $1 AND w.validation_id = l.id AND w.result_number = r.number
          AND w.status = 'GRANTED' AND w.ends_at > $3
      WHERE l.status = 'FAILED'
      GROUP BY l.dataset_version_id
      HAVING count(*) = count(w.id)
      """;

  private final CatalogReads reads;
  private final InstantSource clock;

  public DatasetGates(CatalogReads reads, InstantSource clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /** A version, as far as it matters here. */
  record Standing(UUID id, DatasetVersionStatus status, boolean held, boolean removed) {
    boolean opens(DataGate gate) {
      return gate == DataGate.VALIDATED
          ? status == DatasetVersionStatus.VALIDATED
          : status.readable() && !held;
    }

    String inWords() {
      String standing = held ? "REJECTED and " + status + " again" : status.name();
      return removed ? standing + ", and its files were removed" : standing;
    }
  }

  /**
   * @param gate null for {@link DataGate#SEALED}
   * @throws Conflict when one of them may not be read
   */
  public void require(Transaction tx, Collection<UUID> versionIds, DataGate gate) {
    refuse(closed(tx, versionIds, gate), gate);
  }

  /**
   * {@link #require} of one, which then stays as it is until the transaction ends: its files are
   * not removed meanwhile.
   */
  void requireHeld(Transaction tx, UUID versionId, DataGate gate) {
    tx.query(
        "SELECT 1 FROM catalog.dataset_version WHERE tenant_id = $1 AND id = $2 FOR SHARE",
        tx.tenantId(),
        versionId);
    require(tx, List.of(versionId), gate);
  }

  private static void refuse(List<Standing> closed, DataGate gate) {
    if (!closed.isEmpty()) {
      throw new Conflict(
          "data set version is %s (expected: %s)"
              .formatted(closed.getFirst().inWords(), expected(gate)));
    }
  }

  /** Those of them that {@link #require} lets through. */
  public Set<UUID> open(Transaction tx, Collection<UUID> versionIds, DataGate gate) {
    Set<UUID> open = new HashSet<>(versionIds);
    closed(tx, versionIds, gate).forEach(version -> open.remove(version.id()));
    return open;
  }

  private List<Standing> closed(Transaction tx, Collection<UUID> versionIds, DataGate gate) {
    List<Standing> standings = standings(tx, versionIds);
    Set<UUID> below = new HashSet<>();
    below(tx, standings, gate).forEach(version -> below.add(version.id()));
    return standings.stream()
        .filter(version -> version.removed() || below.contains(version.id()))
        .toList();
  }

  private static List<Standing> standings(Transaction tx, Collection<UUID> versionIds) {
    return tx.list(
        row ->
            new Standing(
                row.getUUID("id"),
                DatasetVersionStatus.valueOf(row.getString("status")),
                row.getBoolean("held"),
                row.getOffsetDateTime("removed_at") != null),
        "SELECT id, status, held, removed_at FROM catalog.dataset_version WHERE tenant_id = $1 AND id = ANY ($2)",
        tx.tenantId(),
        versionIds.toArray(UUID[]::new));
  }

  /** Those that were not found to be good enough, files or none. */
  private List<Standing> below(Transaction tx, List<Standing> standings, DataGate gate) {
    List<Standing> closed = standings.stream().filter(version -> !version.opens(gate)).toList();
    UUID[] rejected =
        closed.stream()
            .filter(version -> version.status() == DatasetVersionStatus.REJECTED)
            .map(Standing::id)
            .toArray(UUID[]::new);
    Map<UUID, OffsetDateTime> waived = new HashMap<>();
    if (rejected.length > 0) {
      tx.query(WAIVED, tx.tenantId(), rejected, now())
          .forEach(
              row -> waived.put(row.getUUID("dataset_version_id"), row.getOffsetDateTime("until")));
    }
    return closed.stream().filter(version -> !waived.containsKey(version.id())).toList();
  }

  /**
   * That all data which the run names is as good as that; it has been read, and its files may be
   * removed since.
   *
   * @param runId null for what no run made
   * @throws Conflict when it is not; and for {@link DataGate#VALIDATED} when it names none
   */
  public void requireOfRun(Transaction tx, UUID runId, DataGate gate) {
    if (gate == null) {
      return;
    }
    List<UUID> versions =
        tx.list(
            row -> row.getUUID("dataset_version_id"),
            "SELECT dataset_version_id FROM catalog.run_dataset WHERE tenant_id = $1 AND run_id = $2",
            tx.tenantId(),
            runId);
    if (versions.isEmpty() && gate == DataGate.VALIDATED) {
      throw new Conflict("the model's run names no data set version (expected: VALIDATED ones)");
    }
    refuse(below(tx, standings(tx, versions), gate), gate);
  }

  private static String expected(DataGate gate) {
    return gate == DataGate.VALIDATED
        ? "VALIDATED, or each failed check waived"
        : "sealed and not REJECTED";
  }

  /**
   * Until when each of them is let through although it was REJECTED, by version; those that are not
   * are left out. At most 1,000 versions, which were given to this caller.
   */
  public Map<UUID, OffsetDateTime> waivedUntil(Principal principal, Collection<UUID> versionIds) {
    Input.size("versionIds", versionIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, OffsetDateTime> found = new HashMap<>();
    reads
        .list(
            principal,
            row -> Map.entry(row.getUUID("dataset_version_id"), row.getOffsetDateTime("until")),
            WAIVED,
            versionIds.toArray(UUID[]::new),
            now())
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
