package io.keelson.api.catalog.experiment;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What runs were given: parameters, tags, data sets. Batches take at most 1,000 ids; runs that the
 * caller may not know of, or that have none, are left out.
 */
@ApplicationScoped
public class RunDetails {
  private static final int MAX_COMPARED = 50;
  private static final int MAX_READERS = 100;

  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Runs runs;

  public RunDetails(ProjectAccess access, CatalogReads reads, Runs runs) {
    this.access = access;
    this.reads = reads;
    this.runs = runs;
  }

  /** By run, sorted by key; of each run at most 1,000. */
  public Map<UUID, List<Tag>> params(Principal principal, Collection<UUID> runIds) {
    return keyed(principal, "catalog.run_param", runIds);
  }

  /** By run, sorted by key; of each run at most 1,000. */
  public Map<UUID, List<Tag>> tags(Principal principal, Collection<UUID> runIds) {
    return keyed(principal, "catalog.run_tag", runIds);
  }

  private Map<UUID, List<Tag>> keyed(Principal principal, String table, Collection<UUID> runIds) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "run_id",
        row -> new Tag(row.getString("key"), row.getString("value")),
        """
        SELECT run_id, key, value
        FROM (
          SELECT t.run_id, t.key, t.value, row_number() OVER (PARTITION BY t.run_id ORDER BY t.key) AS place
          FROM %s t
          JOIN catalog.run r ON r.tenant_id = t.tenant_id AND r.id = t.run_id
          WHERE t.tenant_id = $1 AND t.run_id = ANY ($2) AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))
        ) AS of_run
        WHERE place <= $4
        ORDER BY run_id, key
        """
            .formatted(table),
        runIds.toArray(UUID[]::new),
        access.visible(principal, Permission.RUN_READ),
        Tags.MAX_PER_RUN);
  }

  /** What people noted of each run, by run; those without a note are left out. */
  public Map<UUID, String> notes(Principal principal, Collection<UUID> runIds) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, String> found = new HashMap<>();
    reads
        .list(
            principal,
            (Row row) -> row,
            """
            SELECT id, note
            FROM catalog.run
            WHERE tenant_id = $1 AND id = ANY ($2) AND note IS NOT NULL
              AND ($3::uuid[] IS NULL OR project_id = ANY ($3))
            """,
            runIds.toArray(UUID[]::new),
            access.visible(principal, Permission.RUN_READ))
        .forEach(row -> found.put(row.getUUID("id"), row.getString("note")));
    return found;
  }

  /** The data set versions that each run reads. */
  public Map<UUID, List<RunDataset>> datasets(Principal principal, Collection<UUID> runIds) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "run_id",
        row -> new RunDataset(row.getUUID("dataset_version_id"), row.getString("digest")),
        """
        SELECT d.run_id, d.dataset_version_id, d.digest
        FROM catalog.run_dataset d
        JOIN catalog.run r ON r.tenant_id = d.tenant_id AND r.id = d.run_id
        WHERE d.tenant_id = $1 AND d.run_id = ANY ($2) AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))
          AND d.removed_name IS NULL
        ORDER BY d.run_id, d.dataset_version_id
        """,
        runIds.toArray(UUID[]::new),
        access.visible(principal, Permission.RUN_READ));
  }

  /** What each run has read of projects that were removed since. */
  public Map<UUID, List<RemovedDataset>> removedDatasets(
      Principal principal, Collection<UUID> runIds) {
    Input.size("runIds", runIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "run_id",
        row -> new RemovedDataset(row.getString("removed_name"), row.getString("digest")),
        """
        SELECT d.run_id, d.removed_name, d.digest
        FROM catalog.run_dataset d
        JOIN catalog.run r ON r.tenant_id = d.tenant_id AND r.id = d.run_id
        WHERE d.tenant_id = $1 AND d.run_id = ANY ($2) AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))
          AND d.removed_name IS NOT NULL
        ORDER BY d.run_id, d.removed_name
        """,
        runIds.toArray(UUID[]::new),
        access.visible(principal, Permission.RUN_READ));
  }

  /** The runs that read each version, the newest 100. */
  public Map<UUID, List<Run>> runsReading(Principal principal, Collection<UUID> datasetVersionIds) {
    Input.size("datasetVersionIds", datasetVersionIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "dataset_version_id",
        RunRows::run,
        """
        SELECT v.id AS dataset_version_id, readers.*
        FROM unnest($2::uuid[]) AS v (id)
        CROSS JOIN LATERAL (
          SELECT r.*
          FROM catalog.run_dataset d
          JOIN catalog.run r ON r.tenant_id = d.tenant_id AND r.id = d.run_id
          WHERE d.tenant_id = $1
            AND d.dataset_version_id = v.id
            AND ($3::uuid[] IS NULL OR r.project_id = ANY ($3))
          ORDER BY d.run_id DESC
          LIMIT $4
        ) AS readers
        """,
        datasetVersionIds.toArray(UUID[]::new),
        access.visible(principal, Permission.RUN_READ),
        MAX_READERS);
  }

  /**
   * @param runIds 1 to 50
   * @throws NotFound when one of them is none that the caller may know of
   */
  public RunComparison compare(Principal principal, List<UUID> runIds) {
    Input.size("ids", runIds, 1, MAX_COMPARED);
    List<UUID> ids = runIds.stream().distinct().toList();
    Map<UUID, Run> found = runs.byIds(principal, ids);
    if (found.size() < ids.size()) {
      throw new NotFound("run");
    }
    return new RunComparison(
        ids.stream().map(found::get).toList(),
        differing(ids.size(), params(principal, ids)),
        metricKeys(principal, ids));
  }

  /** A key that some of the runs lack differs as well. */
  static List<String> differing(int runCount, Map<UUID, List<Tag>> params) {
    Map<String, Set<String>> values = new TreeMap<>();
    Map<String, Integer> holders = new TreeMap<>();
    for (List<Tag> ofRun : params.values()) {
      for (Tag param : ofRun) {
        values.computeIfAbsent(param.key(), key -> new HashSet<>()).add(param.value());
        holders.merge(param.key(), 1, Integer::sum);
      }
    }
    return values.keySet().stream()
        .filter(key -> values.get(key).size() > 1 || holders.get(key) < runCount)
        .toList();
  }

  private List<String> metricKeys(Principal principal, List<UUID> runIds) {
    return reads.list(
        principal,
        (Row row) -> row.getString("key"),
        """
        SELECT DISTINCT key
        FROM catalog.metric_series
        WHERE tenant_id = $1 AND run_id = ANY ($2)
        ORDER BY key
        """,
        (Object) runIds.toArray(UUID[]::new));
  }
}
