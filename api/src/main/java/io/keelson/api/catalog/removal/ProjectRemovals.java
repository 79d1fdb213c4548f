package io.keelson.api.catalog.removal;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Projects that are removed: from the beginning nothing is changed in them, and {@link RemovalLoop}
 * does the rest. What is remembered of one stays as long as the ledger, which has only its id.
 */
@ApplicationScoped
public class ProjectRemovals {
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final CatalogReads reads;
  private final Features features;
  private final InstantSource clock;

  @Inject
  public ProjectRemovals(
      Mutations mutations,
      Authorizer authorizer,
      CatalogReads reads,
      @Any Instance<ProjectRemoval> features,
      InstantSource clock) {
    this(mutations, authorizer, reads, (Iterable<ProjectRemoval>) features, clock);
  }

  public ProjectRemovals(
      Mutations mutations,
      Authorizer authorizer,
      CatalogReads reads,
      Iterable<ProjectRemoval> features,
      InstantSource clock) {
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.reads = reads;
    this.features = new Features(features);
    this.clock = clock;
  }

  /**
   * @param slug the project's, typed to confirm
   */
  public record RemoveProject(UUID id, int expectedVersion, String slug) {}

  /**
   * Waits for whoever changes something in it now.
   *
   * @throws Invalid when the slug is not the project's
   * @throws NotFound when there is no such project
   * @throws Forbidden without PROJECT_WRITE in the whole tenant
   * @throws Conflict when its version is another, or it is being removed already
   */
  public Removal remove(Caller caller, RemoveProject input) {
    Input.present("input.id", input.id());
    Input.present("input.slug", input.slug());
    UUID removing =
        mutations.run(
            caller,
            "removeProject",
            input,
            tx -> {
              authorizer.require(caller.principal(), Permission.PROJECT_WRITE, null);
              close(tx, input);
              RemovalRows.begin(
                  tx, input.id(), caller.principal().actor(), features.left(tx, input.id()), now());
              return Changed.removing(input.id(), Map.of("slug", input.slug()));
            });
    return get(caller.principal(), removing);
  }

  private void close(Transaction tx, RemoveProject input) {
    tx.query("SELECT catalog.close_project($1)", input.id());
    Row project =
        tx.one(
                """
                SELECT slug, version, removing_since
                FROM catalog.project
                WHERE tenant_id = $1 AND id = $2
                FOR NO KEY UPDATE
                """,
                tx.tenantId(),
                input.id())
            .orElseThrow(() -> new NotFound("project"));
    if (!project.getString("slug").equals(input.slug())) {
      throw new Invalid("input.slug", input.slug(), "the slug of the project, to confirm");
    }
    if (project.getOffsetDateTime("removing_since") != null) {
      throw new Conflict(ProjectAccess.REMOVING);
    }
    tx.updateOne(
        "project has changed since version " + input.expectedVersion(),
        """
        UPDATE catalog.project
        SET removing_since = $4, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        """,
        tx.tenantId(),
        input.id(),
        input.expectedVersion(),
        now());
  }

  /** For whoever began it, also when the project has gone since. */
  private Removal get(Principal principal, UUID projectId) {
    authorizer.require(principal, Permission.PROJECT_WRITE, null);
    Removal removal = byIds(principal, List.of(projectId)).get(projectId);
    if (removal == null) {
      throw new NotFound("project");
    }
    return removal;
  }

  /**
   * Those of the projects that are being removed, or were; at most 1,000 ids. Whether the caller
   * may know of them is not asked.
   */
  public Map<UUID, Removal> byIds(Principal principal, Collection<UUID> projectIds) {
    Input.size("projectIds", projectIds, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Removal> found = new HashMap<>();
    reads
        .list(
            principal,
            RemovalRows::removal,
            "SELECT "
                + RemovalRows.COLUMNS
                + " FROM catalog.project_removal WHERE tenant_id = $1 AND id = ANY ($2)",
            (Object) projectIds.toArray(UUID[]::new))
        .forEach(removal -> found.put(removal.projectId(), removal));
    return found;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
