package io.keelson.api.catalog.difference;

import io.keelson.api.catalog.dataset.DatasetVersion;
import io.keelson.api.catalog.dataset.DatasetVersions;
import io.keelson.api.catalog.profile.ColumnProfile;
import io.keelson.api.catalog.profile.Profiles;
import io.keelson.api.catalog.profile.TableProfile;
import io.keelson.api.catalog.profile.TableStatus;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.memory.RowBytes;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** What changed from one version of a data set to another. */
@ApplicationScoped
public class Differences {
  /**
   * One pass over the files of both versions, of which each has 10,000 at most: how many of each
   * kind, and the paths of the first that are not as they were.
   */
  private static final String COMPARED =
      """
      WITH later AS (
        SELECT path, digest, size_bytes FROM catalog.dataset_file WHERE tenant_id = $1 AND dataset_version_id = $2
      ), earlier AS (
        SELECT path, digest FROM catalog.dataset_file WHERE tenant_id = $1 AND dataset_version_id = $3
      ), compared AS (
        SELECT coalesce(l.path, e.path) AS path, l.size_bytes,
          CASE
            WHEN e.path IS NULL THEN 'ADDED'
            WHEN l.path IS NULL THEN 'REMOVED'
            WHEN l.digest <> e.digest THEN 'CHANGED'
          END AS change,
          k.digest IS NOT NULL AS is_known
        FROM later l
        FULL JOIN earlier e ON e.path = l.path
        LEFT JOIN (SELECT DISTINCT digest FROM earlier) k ON k.digest = l.digest
      ), named AS (
        SELECT path, change FROM compared WHERE change IS NOT NULL ORDER BY path LIMIT $4
      )
      SELECT count(*) FILTER (WHERE change IS NULL) AS unchanged,
        count(*) FILTER (WHERE change = 'ADDED') AS added,
        count(*) FILTER (WHERE change = 'REMOVED') AS removed,
        count(*) FILTER (WHERE change = 'CHANGED') AS changed,
        count(*) FILTER (WHERE change = 'ADDED' AND is_known) AS moved,
        coalesce(sum(size_bytes) FILTER (WHERE NOT is_known), 0)::bigint AS added_bytes,
        ARRAY(SELECT path FROM named ORDER BY path) AS paths,
        ARRAY(SELECT change FROM named ORDER BY path) AS changes
      FROM compared
      """;

  private final DatasetVersions versions;
  private final Profiles profiles;
  private final CatalogReads reads;

  public Differences(DatasetVersions versions, Profiles profiles, CatalogReads reads) {
    this.versions = versions;
    this.profiles = profiles;
    this.reads = reads;
  }

  /**
   * How a version differs from another one of its data set.
   *
   * @param fromNumber of the other one; null for the last one before it
   * @return empty where there is none such, it was never sealed, or the files of either were
   *     removed
   * @throws NotFound when there is no version that the caller may know of
   * @throws Forbidden without DATASET_READ in its project
   */
  public Optional<VersionDifference> of(Principal principal, UUID versionId, Integer fromNumber) {
    DatasetVersion version = versions.get(principal, versionId);
    if (version.removedAt() != null) {
      return Optional.empty();
    }
    return versions
        .sealed(principal, version, fromNumber)
        .map(from -> new VersionDifference(version, from, files(principal, version, from)));
  }

  private FileChanges files(Principal principal, DatasetVersion version, DatasetVersion from) {
    return reads.one(
        principal,
        "file",
        Differences::fileChanges,
        COMPARED,
        version.id(),
        from.id(),
        FileChanges.MAX_NAMED);
  }

  private static FileChanges fileChanges(Row row) {
    String[] paths = row.getArrayOfStrings("paths");
    String[] kinds = row.getArrayOfStrings("changes");
    return new FileChanges(
        row.getLong("unchanged"),
        row.getLong("added"),
        row.getLong("removed"),
        row.getLong("changed"),
        row.getLong("moved"),
        row.getLong("added_bytes"),
        IntStream.range(0, paths.length)
            .mapToObj(i -> new FileChange(paths[i], FileChangeKind.valueOf(kinds[i])))
            .toList());
  }

  /**
   * What became of a table: the one of the same name in both versions, or where each has one alone,
   * those two.
   *
   * @param name of the later version's; null for its first one
   * @param rows holds what the profiles fill
   * @return empty where either has no profile of it
   */
  public Optional<TableDifference> table(
      Principal principal, VersionDifference difference, String name, RowBytes rows) {
    Optional<TableProfile> after =
        profiles.table(principal, difference.version().id(), name).filter(Differences::isProfiled);
    Optional<TableProfile> before =
        after
            .flatMap(table -> counterpart(principal, difference, table))
            .filter(Differences::isProfiled);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    TableProfile earlier = before.get();
    TableProfile later = after.get();
    Map<UUID, List<ColumnProfile>> columns =
        profiles.columns(principal, List.of(earlier.id(), later.id()), rows);
    return Optional.of(TableDifference.between(side(earlier, columns), side(later, columns)));
  }

  private Optional<TableProfile> counterpart(
      Principal principal, VersionDifference difference, TableProfile table) {
    return profiles
        .table(principal, difference.from().id(), table.name())
        .or(
            () ->
                only(principal, difference.version())
                    .flatMap(_ -> only(principal, difference.from())));
  }

  private Optional<TableProfile> only(Principal principal, DatasetVersion version) {
    List<TableProfile> first = profiles.page(principal, version.id(), 2, null);
    return first.size() == 1 ? Optional.of(first.getFirst()) : Optional.empty();
  }

  private static boolean isProfiled(TableProfile table) {
    return table.status() == TableStatus.PROFILED;
  }

  private static TableDifference.Side side(
      TableProfile table, Map<UUID, List<ColumnProfile>> columns) {
    return new TableDifference.Side(
        table.name(), table.rows(), columns.getOrDefault(table.id(), List.of()));
  }
}
