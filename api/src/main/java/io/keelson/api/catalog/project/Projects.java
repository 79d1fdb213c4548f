package io.keelson.api.catalog.project;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Projects of a tenant. Lists show those that the caller may read, oldest first. */
@ApplicationScoped
public class Projects {
  private static final String COLUMNS =
      "id, slug, name, description, created_at, removing_since, version";
  private static final String PAGE =
      """
      SELECT id, slug, name, description, created_at, removing_since, version
      FROM catalog.project
      WHERE tenant_id = $1
        AND ($2::uuid[] IS NULL OR id = ANY ($2))
        AND ($3::uuid IS NULL OR id > $3)
      ORDER BY id
      LIMIT $4
      """;

  private static final NewestFirst NEWEST =
      new NewestFirst(
          """
          SELECT id, project_id, slug, name, description, created_at, removing_since, version
          FROM (
            SELECT *, id AS project_id
            FROM catalog.project
          ) AS project
          WHERE tenant_id = $1\s""",
          "");

  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Quotas quotas;
  private final InstantSource clock;

  public Projects(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      ProjectAccess access,
      CatalogReads reads,
      Quotas quotas,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.access = access;
    this.reads = reads;
    this.quotas = quotas;
    this.clock = clock;
  }

  public record NewProject(String slug, String name, String description) {}

  /**
   * @param description null takes the description away
   */
  public record UpdateProject(UUID id, int expectedVersion, String name, String description) {}

  /**
   * @throws Invalid for a slug, name or description
   * @throws Forbidden without PROJECT_WRITE in the whole tenant
   * @throws Conflict when the slug is taken
   * @throws QuotaExceeded when the tenant has as many as it may
   */
  public Project create(Caller caller, NewProject input) {
    Input.slug("input.slug", input.slug());
    Input.name("input.name", input.name());
    Input.description("input.description", input.description());
    UUID id = Ids.next();
    try {
      UUID created =
          mutations.run(
              caller,
              "createProject",
              input,
              tx -> {
                authorizer.require(caller.principal(), Permission.PROJECT_WRITE, null);
                tx.update(
                    """
                    INSERT INTO catalog.project (tenant_id, id, slug, name, description, created_at, created_by, created_by_kind, created_by_id)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    """,
                    tx.tenantId(),
                    id,
                    input.slug(),
                    input.name(),
                    input.description(),
                    OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                    caller.principal().label(),
                    caller.principal().kind().name(),
                    caller.principal().id());
                quotas.require(tx, QuotaName.PROJECTS, 1);
                return new Changed("project", id, id, Map.of("slug", input.slug()));
              });
      return written(caller.principal(), created);
    } catch (UniqueViolation e) {
      throw new Conflict("a project with the slug " + input.slug() + " exists");
    }
  }

  /**
   * @throws NotFound when there is no such project that the caller may see
   * @throws Forbidden without PROJECT_WRITE in it
   * @throws Conflict when its version is another
   */
  public Project update(Caller caller, UpdateProject input) {
    Input.present("input.id", input.id());
    Input.name("input.name", input.name());
    Input.description("input.description", input.description());
    UUID updated =
        mutations.run(
            caller,
            "updateProject",
            input,
            tx -> {
              access.requireIn(tx, caller.principal(), Permission.PROJECT_WRITE, input.id());
              tx.updateOne(
                  "project has changed since version " + input.expectedVersion(),
                  """
                  UPDATE catalog.project
                  SET name = $4, description = $5, version = version + 1
                  WHERE tenant_id = $1 AND id = $2 AND version = $3
                  """,
                  tx.tenantId(),
                  input.id(),
                  input.expectedVersion(),
                  input.name(),
                  input.description());
              return Changed.of("project", input.id(), input.id());
            });
    return written(caller.principal(), updated);
  }

  /** For whoever wrote it, and may do so still. */
  private Project written(Principal principal, UUID id) {
    authorizer.require(principal, Permission.PROJECT_WRITE, id);
    return first(principal, "id = $2", id);
  }

  public Project get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.PROJECT_READ, id);
    return first(principal, "id = $2", id);
  }

  public Project bySlug(Principal principal, String slug) {
    Input.slug("slug", slug);
    Project project = first(principal, "slug = $2", slug);
    access.require(principal, Permission.PROJECT_READ, project.id(), "project");
    return project;
  }

  private Project first(Principal principal, String condition, Object value) {
    return reads.one(
        principal,
        "project",
        Projects::project,
        "SELECT " + COLUMNS + " FROM catalog.project WHERE tenant_id = $1 AND " + condition,
        value);
  }

  /**
   * @param afterId null for the first page
   */
  public List<Project> page(Principal principal, int limit, UUID afterId) {
    return projects(
        database.read(principal.tenantId(), PAGE, pageParams(principal, limit, afterId)));
  }

  /** {@link #page} without blocking, for the hottest list. */
  public CompletionStage<List<Project>> pageAsync(Principal principal, int limit, UUID afterId) {
    return database
        .readAsync(principal.tenantId(), PAGE, Tuple.from(pageParams(principal, limit, afterId)))
        .thenApply(Projects::projects);
  }

  /**
   * The last ones before the given one, in the same order as {@link #page}.
   *
   * @param beforeId null for the last page
   */
  public List<Project> pageBefore(Principal principal, int limit, UUID beforeId) {
    return projects(
        database.read(
            principal.tenantId(),
            """
            SELECT id, slug, name, description, created_at, removing_since, version
            FROM (
              SELECT id, slug, name, description, created_at, removing_since, version
              FROM catalog.project
              WHERE tenant_id = $1
                AND ($2::uuid[] IS NULL OR id = ANY ($2))
                AND ($3::uuid IS NULL OR id < $3)
              ORDER BY id DESC
              LIMIT $4
            ) AS last_ones
            ORDER BY id
            """,
            pageParams(principal, limit, beforeId)));
  }

  private Object[] pageParams(Principal principal, int limit, UUID cursor) {
    return new Object[] {
      principal.tenantId(),
      access.visible(principal, Permission.PROJECT_READ),
      cursor,
      PageLimit.checked(limit)
    };
  }

  /** Those the caller may see by what their name contains, the best first. */
  public List<Project> named(Principal principal, String text, int limit) {
    return reads.list(
        principal,
        Projects::project,
        NEWEST.named(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.PROJECT_READ),
            text,
            PageLimit.MAX_SEARCHED_ROWS,
            PageLimit.checked(limit)));
  }

  /** Those of the ids that exist and that the caller may see; at most 1,000 ids. */
  public Map<UUID, Project> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Project> found = new HashMap<>();
    UUID[] wanted =
        ids.stream()
            .filter(id -> principal.may(Permission.PROJECT_READ, id))
            .distinct()
            .toArray(UUID[]::new);
    reads
        .list(
            principal,
            Projects::project,
            "SELECT " + COLUMNS + " FROM catalog.project WHERE tenant_id = $1 AND id = ANY ($2)",
            (Object) wanted)
        .forEach(project -> found.put(project.id(), project));
    return found;
  }

  private static List<Project> projects(RowSet<Row> rows) {
    List<Project> out = new ArrayList<>(rows.size());
    rows.forEach(row -> out.add(project(row)));
    return out;
  }

  private static Project project(Row row) {
    return new Project(
        row.getUUID("id"),
        row.getString("slug"),
        row.getString("name"),
        row.getString("description"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("removing_since"),
        row.getInteger("version"));
  }
}
