package io.keelson.api.catalog.model;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Registered models of a project, and their aliases. */
@ApplicationScoped
public class Models {
  private static final String WHAT = "registered model";
  private static final String SELECT =
      """
      SELECT id, project_id, name, description, created_at, created_by, created_by_kind, created_by_id, version
      FROM catalog.registered_model
      WHERE tenant_id = $1\s""";
  private static final NewestFirst NEWEST = new NewestFirst(SELECT, "");

  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Aliases aliases;

  public Models(
      Mutations mutations, ProjectAccess access, CatalogReads reads, InstantSource clock) {
    this.access = access;
    this.reads = reads;
    this.aliases = new Aliases(mutations, access, reads, clock);
  }

  /**
   * @param alias 2 to 63 lower-case letters, digits and hyphens
   * @param expectedTargetId the version that the alias points at now; null when there is no such
   *     alias yet
   */
  public record SetAlias(UUID modelId, String alias, UUID modelVersionId, UUID expectedTargetId) {}

  /**
   * Points an alias at a version, if it points where the caller thinks.
   *
   * @throws NotFound for a model, or a version of it, that the caller may not know of
   * @throws io.keelson.tenancy.failure.Forbidden without MODEL_WRITE in its project
   * @throws io.keelson.tenancy.failure.Conflict when the alias points elsewhere, or the version is
   *     REJECTED or ARCHIVED
   */
  public ModelAlias setAlias(Caller caller, SetAlias input) {
    return aliases.set(caller, input);
  }

  /**
   * Moves an alias from one version to another of its model, within a mutation of its own.
   *
   * @return false where it does not point at the first, or the second may have none
   * @throws io.keelson.tenancy.failure.Forbidden without MODEL_WRITE in its project
   */
  public boolean moveAlias(Transaction tx, Principal principal, SetAlias input) {
    return aliases.moveTo(tx, principal, input);
  }

  /**
   * {@link #moveAlias(Transaction, Principal, SetAlias)} where what is recorded has happened
   * already, and so asks for no rights.
   *
   * @param by whom the record names
   */
  public boolean moveAlias(Transaction tx, Actor by, SetAlias input) {
    return aliases.moveTo(tx, by, input);
  }

  /** The version that an alias points at; empty where there is none. */
  public Optional<UUID> aliasTarget(Transaction tx, UUID modelId, String alias) {
    return tx.one(
            "SELECT model_version_id FROM catalog.model_alias WHERE tenant_id = $1 AND model_id = $2 AND name = $3",
            tx.tenantId(),
            modelId,
            alias)
        .map(row -> row.getUUID("model_version_id"));
  }

  /** Of each model, sorted by name; at most 1,000 models. */
  public Map<UUID, List<ModelAlias>> aliases(Principal principal, Collection<UUID> modelIds) {
    return aliases.of(principal, modelIds);
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public RegisteredModel get(Principal principal, UUID id) {
    return seen(principal, reads.one(principal, WHAT, Models::model, SELECT + "AND id = $2", id));
  }

  public RegisteredModel byName(Principal principal, UUID projectId, String name) {
    Input.name("name", name);
    return seen(
        principal,
        reads.one(
            principal,
            WHAT,
            Models::model,
            SELECT + "AND project_id = $2 AND name = $3",
            projectId,
            name));
  }

  private RegisteredModel seen(Principal principal, RegisteredModel model) {
    access.require(principal, Permission.MODEL_READ, model.projectId(), WHAT);
    return model;
  }

  /**
   * Those of a project, oldest first.
   *
   * @param afterId null for the first page
   */
  public List<RegisteredModel> page(Principal principal, UUID projectId, int limit, UUID afterId) {
    access.require(principal, Permission.MODEL_READ, projectId, "project");
    return reads.list(
        principal,
        Models::model,
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
  public List<RegisteredModel> newest(Principal principal, int limit, UUID beforeId) {
    return reads.list(
        principal,
        Models::model,
        NEWEST.page(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.MODEL_READ),
            List.of(),
            PageLimit.checked(limit),
            beforeId));
  }

  /** Those the caller may see by what their name contains, the best first. */
  public List<RegisteredModel> named(Principal principal, String text, int limit) {
    return reads.list(
        principal,
        Models::model,
        NEWEST.named(
            principal.tenantId(),
            access.visibleProjects(principal, Permission.MODEL_READ),
            text,
            PageLimit.MAX_SEARCHED_ROWS,
            PageLimit.checked(limit)));
  }

  /** Those of the ids that exist and that the caller may see; at most 1,000 ids. */
  public Map<UUID, RegisteredModel> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, RegisteredModel> found = new HashMap<>();
    reads
        .list(
            principal,
            Models::model,
            SELECT + "AND id = ANY ($2) AND ($3::uuid[] IS NULL OR project_id = ANY ($3))",
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.MODEL_READ))
        .forEach(model -> found.put(model.id(), model));
    return found;
  }

  private static RegisteredModel model(Row row) {
    return new RegisteredModel(
        row.getUUID("id"),
        row.getUUID("project_id"),
        row.getString("name"),
        row.getString("description"),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getInteger("version"));
  }
}
