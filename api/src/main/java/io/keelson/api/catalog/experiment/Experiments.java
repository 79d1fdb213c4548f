package io.keelson.api.catalog.experiment;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.UniqueViolation;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Experiments of a project. */
@ApplicationScoped
public class Experiments {
  private static final String SELECT =
      """
      SELECT id, project_id, name, tags, created_at, created_by, created_by_kind, created_by_id, version
      FROM catalog.experiment
      WHERE tenant_id = $1\s""";
  private static final NewestFirst NEWEST = new NewestFirst(SELECT, "");

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final InstantSource clock;

  public Experiments(
      Mutations mutations, ProjectAccess access, CatalogReads reads, InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * @param tags null for none
   */
  public record NewExperiment(UUID projectId, String name, List<Tag> tags) {}

  /**
   * @throws Invalid for a name or tag
   * @throws Forbidden without RUN_WRITE in the project
   * @throws Conflict when the project has an experiment of this name
   */
  public Experiment create(Caller caller, NewExperiment input) {
    Input.present("input.projectId", input.projectId());
    Input.name("input.name", input.name());
    JsonObject tags = new JsonObject();
    Tags.checked("input.tags", input.tags()).forEach(tag -> tags.put(tag.key(), tag.value()));
    UUID id = Ids.next();
    try {
      UUID created =
          mutations.run(
              caller,
              "createExperiment",
              input,
              tx -> {
                RunWrites.refuseJobs(caller.principal());
                access.requireIn(tx, caller.principal(), Permission.RUN_WRITE, input.projectId());
                tx.update(
                    """
                    INSERT INTO catalog.experiment (tenant_id, id, project_id, name, tags, created_at,
                      created_by, created_by_kind, created_by_id)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    """,
                    tx.tenantId(),
                    id,
                    input.projectId(),
                    input.name(),
                    tags,
                    OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                    caller.principal().label(),
                    caller.principal().kind().name(),
                    caller.principal().id());
                return new Changed(
                    "experiment", id, input.projectId(), Map.of("name", input.name()));
              });
      return seen(caller.principal(), Permission.RUN_WRITE, read(caller.principal(), created));
    } catch (UniqueViolation e) {
      throw new Conflict("the project has an experiment named " + input.name());
    }
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public Experiment get(Principal principal, UUID id) {
    return seen(principal, Permission.RUN_READ, read(principal, id));
  }

  private Experiment read(Principal principal, UUID id) {
    return reads.one(principal, "experiment", Experiments::experiment, SELECT + "AND id = $2", id);
  }

  public Experiment byName(Principal principal, UUID projectId, String name) {
    Input.name("name", name);
    return seen(
        principal,
        Permission.RUN_READ,
        reads.one(
            principal,
            "experiment",
            Experiments::experiment,
            SELECT + "AND project_id = $2 AND name = $3",
            projectId,
            name));
  }

  private Experiment seen(Principal principal, Permission permission, Experiment experiment) {
    access.require(principal, permission, experiment.projectId(), "experiment");
    return experiment;
  }

  /**
   * Those of a project, oldest first.
   *
   * @param afterId null for the first page
   */
  public List<Experiment> page(Principal principal, UUID projectId, int limit, UUID afterId) {
    access.require(principal, Permission.RUN_READ, projectId, "project");
    return reads.list(
        principal,
        Experiments::experiment,
        SELECT + "AND project_id = $2 AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4",
        projectId,
        afterId,
        PageLimit.checked(limit));
  }

  /** Those the caller may see by what their name contains, the best first. */
  public List<Experiment> named(Principal principal, String text, int limit) {
    return reads.list(
        principal,
        Experiments::experiment,
        NEWEST.named(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.RUN_READ),
            text,
            PageLimit.MAX_SEARCHED_ROWS,
            PageLimit.checked(limit)));
  }

  /** Those of the ids that exist and that the caller may see; at most 1,000 ids. */
  public Map<UUID, Experiment> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Experiment> found = new HashMap<>();
    reads
        .list(
            principal,
            Experiments::experiment,
            SELECT + "AND id = ANY ($2) AND ($3::uuid[] IS NULL OR project_id = ANY ($3))",
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.RUN_READ))
        .forEach(experiment -> found.put(experiment.id(), experiment));
    return found;
  }

  private static Experiment experiment(Row row) {
    List<Tag> tags =
        row.getJsonObject("tags").stream()
            .map(entry -> new Tag(entry.getKey(), String.valueOf(entry.getValue())))
            .sorted(Comparator.comparing(Tag::key))
            .toList();
    return new Experiment(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getString("name"),
        tags,
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getInteger("version"));
  }
}
