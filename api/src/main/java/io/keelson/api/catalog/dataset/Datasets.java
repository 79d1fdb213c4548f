package io.keelson.api.catalog.dataset;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Data sets of a project. */
@ApplicationScoped
public class Datasets {
  private static final String SELECT =
      """
      SELECT id, project_id, name, description, collected_days, created_at, created_by, created_by_kind, created_by_id,
        version
      FROM catalog.dataset
      WHERE tenant_id = $1\s""";
  private static final NewestFirst NEWEST = new NewestFirst(SELECT, "");

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final InstantSource clock;

  public Datasets(
      Mutations mutations, ProjectAccess access, CatalogReads reads, InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.clock = clock;
  }

  public record NewDataset(UUID projectId, String name, String description) {}

  /**
   * @throws Invalid for a name or description
   * @throws Forbidden without DATASET_WRITE in the project
   * @throws Conflict when the project has a data set of this name
   */
  public Dataset create(Caller caller, NewDataset input) {
    Input.present("input.projectId", input.projectId());
    Input.name("input.name", input.name());
    Input.description("input.description", input.description());
    UUID id = Ids.next();
    try {
      UUID created =
          mutations.run(
              caller,
              "createDataset",
              input,
              tx -> {
                access.requireIn(
                    tx, caller.principal(), Permission.DATASET_WRITE, input.projectId());
                insert(
                    tx,
                    caller.principal().actor(),
                    id,
                    input.projectId(),
                    input.name(),
                    input.description());
                return new Changed("dataset", id, input.projectId(), Map.of("name", input.name()));
              });
      return seen(caller.principal(), Permission.DATASET_WRITE, read(caller.principal(), created));
    } catch (UniqueViolation e) {
      throw new Conflict("the project has a data set named " + input.name());
    }
  }

  /**
   * Puts a data set in, for whoever has made sure that it may be there.
   *
   * @return its id
   * @throws UniqueViolation when the project has one of this name
   */
  public UUID insert(
      Transaction tx, Actor by, UUID id, UUID projectId, String name, String description) {
    tx.update(
        """
        INSERT INTO catalog.dataset
          (tenant_id, id, project_id, name, description, created_at,
           created_by, created_by_kind, created_by_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        tx.tenantId(),
        id,
        projectId,
        name,
        description,
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        by.label(),
        by.kind().name(),
        by.id());
    return id;
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public Dataset get(Principal principal, UUID id) {
    return seen(principal, Permission.DATASET_READ, read(principal, id));
  }

  private Dataset read(Principal principal, UUID id) {
    return reads.one(principal, "data set", Datasets::dataset, SELECT + "AND id = $2", id);
  }

  public Dataset byName(Principal principal, UUID projectId, String name) {
    Input.name("name", name);
    return seen(
        principal,
        Permission.DATASET_READ,
        reads.one(
            principal,
            "data set",
            Datasets::dataset,
            SELECT + "AND project_id = $2 AND name = $3",
            projectId,
            name));
  }

  private Dataset seen(Principal principal, Permission permission, Dataset dataset) {
    access.require(principal, permission, dataset.projectId(), "data set");
    return dataset;
  }

  /**
   * Those of a project, oldest first.
   *
   * @param afterId null for the first page
   */
  public List<Dataset> page(Principal principal, UUID projectId, int limit, UUID afterId) {
    access.require(principal, Permission.DATASET_READ, projectId, "project");
    return reads.list(
        principal,
        Datasets::dataset,
        SELECT + "AND project_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4",
        projectId,
        afterId,
        PageLimit.checked(limit));
  }

  /**
   * Those of the whole tenant that the caller may see, newest first.
   *
   * @param beforeId null for the first page
   */
  public List<Dataset> newest(Principal principal, int limit, UUID beforeId) {
    return reads.list(
        principal,
        Datasets::dataset,
        NEWEST.page(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.DATASET_READ),
            List.of(),
            PageLimit.checked(limit),
            beforeId));
  }

  /** Those the caller may see by what their name contains, the best first. */
  public List<Dataset> named(Principal principal, String text, int limit) {
    return reads.list(
        principal,
        Datasets::dataset,
        NEWEST.named(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.DATASET_READ),
            text,
            PageLimit.MAX_SEARCHED_ROWS,
            PageLimit.checked(limit)));
  }

  /** Those of the ids that exist and that the caller may see; at most 1,000 ids. */
  public Map<UUID, Dataset> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Dataset> found = new HashMap<>();
    reads
        .list(
            principal,
            Datasets::dataset,
            SELECT + "AND id = ANY ($2) AND ($3::uuid[] IS NULL OR project_id = ANY ($3))",
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.DATASET_READ))
        .forEach(dataset -> found.put(dataset.id(), dataset));
    return found;
  }

  private static Dataset dataset(Row row) {
    return new Dataset(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getString("name"),
        row.getString("description"),
        row.getInteger("collected_days"),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getInteger("version"));
  }
}
