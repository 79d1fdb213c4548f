package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.memory.RowBytes;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The tables of data set versions, and what is in them; there are none until one is validated. */
@ApplicationScoped
public class Profiles {
  /** Of those before one, so that each can be read alone. */
  private static final long MAX_BYTES_AT_ONCE = 8 << 20;

  /** Its text, what that is parsed to, and what is made of it. */
  private static final long HEAP_BYTES_PER_BYTE = 6;

  private static final String OF_TABLES =
      """
      SELECT t.id, t.profile, t.computed_at
      FROM catalog.table_profile t
      JOIN catalog.dataset_version v ON v.tenant_id = t.tenant_id AND v.id = t.dataset_version_id
      WHERE t.tenant_id = $1
        AND ($2::uuid[] IS NULL OR v.project_id = ANY ($2))
        AND t.id = ANY ($3)
        AND t.profile IS NOT NULL
      """;

  private static final String OF_VERSIONS =
      """
      SELECT DISTINCT ON (t.dataset_version_id) t.dataset_version_id AS id, t.profile, t.computed_at
      FROM catalog.table_profile t
      JOIN catalog.dataset_version v ON v.tenant_id = t.tenant_id AND v.id = t.dataset_version_id
      WHERE t.tenant_id = $1
        AND ($2::uuid[] IS NULL OR v.project_id = ANY ($2))
        AND t.dataset_version_id = ANY ($3)
        AND t.profile IS NOT NULL
      ORDER BY t.dataset_version_id, t.id
      """;

  private static final String MEASURED =
      """
      SELECT f.*, octet_length(f.profile::text) AS bytes,
        coalesce(sum(octet_length(f.profile::text)) OVER (ORDER BY f.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM (%s) f
      """;

  private static final String TABLES =
      """
      SELECT t.id, t.dataset_version_id, t.name, t.files, t.size_bytes, t.status, t.reason, t.row_count, t.computed_at
      FROM catalog.table_profile t
      JOIN catalog.dataset_version v ON v.tenant_id = t.tenant_id AND v.id = t.dataset_version_id
      WHERE t.tenant_id = $1 AND ($2::uuid[] IS NULL OR v.project_id = ANY ($2))\s""";

  private final ProjectAccess access;
  private final CatalogReads reads;

  public Profiles(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /**
   * Those of a version, by name; empty for a version that the caller may not know of.
   *
   * @param afterId null for the first page
   */
  public List<TableProfile> page(
      Principal principal, UUID datasetVersionId, int limit, UUID afterId) {
    return reads.list(
        principal,
        Profiles::table,
        TABLES
            + "AND t.dataset_version_id = $3 AND ($4::uuid IS NULL OR t.id > $4) ORDER BY t.id LIMIT $5",
        access.visible(principal, Permission.DATASET_READ),
        datasetVersionId,
        afterId,
        PageLimit.checked(limit));
  }

  /**
   * @param name null for the first one
   * @return empty as well for a version that the caller may not know of
   */
  public Optional<TableProfile> table(Principal principal, UUID datasetVersionId, String name) {
    return reads
        .list(
            principal,
            Profiles::table,
            TABLES
                + "AND t.dataset_version_id = $3 AND ($4::text IS NULL OR t.name = $4) ORDER BY t.id LIMIT 1",
            access.visible(principal, Permission.DATASET_READ),
            datasetVersionId,
            name)
        .stream()
        .findFirst();
  }

  /**
   * The columns of tables that are PROFILED, by the table's id; at most 1,000 tables.
   *
   * @param rows holds what they fill
   */
  public Map<UUID, List<ColumnProfile>> columns(
      Principal principal, Collection<UUID> tableIds, RowBytes rows) {
    Input.size("tableIds", tableIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, List<ColumnProfile>> found = new HashMap<>();
    read(principal, OF_TABLES, tableIds, rows)
        .forEach(row -> found.put(row.getUUID("id"), document(row).columns()));
    return found;
  }

  /** Of the first table that has one. */
  public Optional<DatasetProfile> get(Principal principal, UUID datasetVersionId, RowBytes rows) {
    return Optional.ofNullable(
        byVersionIds(principal, List.of(datasetVersionId), rows).get(datasetVersionId));
  }

  /**
   * Of each version's first table that has one, by version; at most 1,000 versions.
   *
   * @param rows holds what they fill
   */
  public Map<UUID, DatasetProfile> byVersionIds(
      Principal principal, Collection<UUID> datasetVersionIds, RowBytes rows) {
    Input.size("datasetVersionIds", datasetVersionIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, DatasetProfile> found = new HashMap<>();
    read(principal, OF_VERSIONS, datasetVersionIds, rows)
        .forEach(row -> found.put(row.getUUID("id"), profile(row)));
    return found;
  }

  /**
   * How long they are is asked first, so that there is room for them when they come. As text: they
   * are read on the caller's thread and not on an event loop.
   *
   * @param profiles their ids, as {@code id}, with the third parameter for those that are asked for
   */
  private List<Row> read(
      Principal principal, String profiles, Collection<UUID> ids, RowBytes rows) {
    UUID[] visible = access.visible(principal, Permission.DATASET_READ);
    UUID[] asked = ids.toArray(UUID[]::new);
    String measured = MEASURED.formatted(profiles);
    Row size =
        reads.one(
            principal,
            "profile",
            row -> row,
            """
            SELECT coalesce(sum(p.bytes), 0)::bigint AS bytes, coalesce(max(p.before), 0)::bigint AS before
            FROM (%s) p
            """
                .formatted(measured),
            visible,
            asked);
    if (size.getLong("before") > MAX_BYTES_AT_ONCE) {
      throw tooMany();
    }
    if (size.getLong("bytes") == 0) {
      return List.of();
    }
    rows.hold(HEAP_BYTES_PER_BYTE * size.getLong("bytes"), "reading the profiles");
    return reads.list(
        principal,
        row -> row,
        """
        SELECT p.id, p.computed_at, CASE WHEN p.before <= $4 THEN p.profile::text END AS profile
        FROM (%s) p
        """
            .formatted(measured),
        visible,
        asked,
        MAX_BYTES_AT_ONCE);
  }

  private static ProfileOutcome.Profiled document(Row row) {
    String profile = row.getString("profile");
    if (profile == null) {
      throw tooMany();
    }
    return ProfileDocument.read(new JsonObject(profile));
  }

  private static Invalid tooMany() {
    return new Invalid(
        "first", "profiles of more than " + MAX_BYTES_AT_ONCE + " bytes", "fewer of them at once");
  }

  private static DatasetProfile profile(Row row) {
    ProfileOutcome.Profiled profiled = document(row);
    return new DatasetProfile(
        row.getUUID("id"),
        profiled.rows(),
        profiled.columns(),
        row.getOffsetDateTime("computed_at"));
  }

  private static TableProfile table(Row row) {
    return new TableProfile(
        row.getUUID("id"),
        row.getUUID("dataset_version_id"),
        row.getString("name"),
        row.getInteger("files"),
        row.getLong("size_bytes"),
        TableStatus.valueOf(row.getString("status")),
        row.getString("reason"),
        row.getLong("row_count"),
        row.getOffsetDateTime("computed_at"));
  }
}
