package io.keelson.api.catalog.profile;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Input;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Profiles of data set versions. A version without tables, or one that is not VALIDATED, has none.
 */
@ApplicationScoped
public class Profiles {
  private final ProjectAccess access;
  private final CatalogReads reads;

  public Profiles(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /** Empty as well for a version that the caller may not know of. */
  public Optional<DatasetProfile> get(Principal principal, UUID datasetVersionId) {
    return Optional.ofNullable(
        byVersionIds(principal, List.of(datasetVersionId)).get(datasetVersionId));
  }

  /** By version; at most 1,000 versions. */
  public Map<UUID, DatasetProfile> byVersionIds(
      Principal principal, Collection<UUID> datasetVersionIds) {
    Input.size("datasetVersionIds", datasetVersionIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, DatasetProfile> found = new HashMap<>();
    reads
        .list(
            principal,
            Profiles::profile,
            """
            SELECT p.dataset_version_id, p.profile, p.computed_at
            FROM catalog.dataset_profile p
            JOIN catalog.dataset_version v ON v.tenant_id = p.tenant_id AND v.id = p.dataset_version_id
            WHERE p.tenant_id = $1
              AND p.dataset_version_id = ANY ($2)
              AND ($3::uuid[] IS NULL OR v.project_id = ANY ($3))
            """,
            datasetVersionIds.toArray(UUID[]::new),
            access.visible(principal, Permission.DATASET_READ))
        .forEach(profile -> found.put(profile.datasetVersionId(), profile));
    return found;
  }

  private static DatasetProfile profile(Row row) {
    ProfileOutcome.Profiled profiled = ProfileDocument.read(row.getJsonObject("profile"));
    return new DatasetProfile(
        row.getUUID("dataset_version_id"),
        profiled.rows(),
        profiled.columns(),
        row.getOffsetDateTime("computed_at"));
  }
}
