package io.keelson.api.catalog.model;

import io.keelson.api.catalog.model.Models.SetAlias;
import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Row;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Movable names of versions, moved by compare and set. */
final class Aliases {
  private static final int MAX_PER_MODEL = 100;

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final InstantSource clock;

  Aliases(Mutations mutations, ProjectAccess access, CatalogReads reads, InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.clock = clock;
  }

  ModelAlias set(Caller caller, SetAlias input) {
    Input.present("input.modelId", input.modelId());
    Input.slug("input.alias", input.alias());
    Input.present("input.modelVersionId", input.modelVersionId());
    mutations.run(
        caller,
        "setModelAlias",
        input,
        tx -> {
          ModelVersion target = target(tx, caller.principal(), input);
          if (input.expectedTargetId() == null) {
            insert(tx, caller.principal(), input);
          } else {
            move(tx, caller.principal().actor(), input);
          }
          return new Changed(
              "model",
              input.modelId(),
              target.projectId(),
              Map.of("alias", input.alias(), "version", target.label()));
        });
    return reads.one(
        caller.principal(),
        "alias",
        Aliases::alias,
        """
        SELECT model_id, name, model_version_id, moved_at, moved_by, moved_by_kind, moved_by_id
        FROM catalog.model_alias
        WHERE tenant_id = $1 AND model_id = $2 AND name = $3
        """,
        input.modelId(),
        input.alias());
  }

  boolean moveTo(Transaction tx, Principal principal, SetAlias input) {
    try {
      target(tx, principal, input);
      move(tx, principal.actor(), input);
      return true;
    } catch (Conflict e) {
      return false;
    }
  }

  boolean moveTo(Transaction tx, Actor by, SetAlias input) {
    try {
      requireOfModel(VersionRows.lock(tx, input.modelVersionId(), "FOR SHARE"), input);
      move(tx, by, input);
      return true;
    } catch (Conflict e) {
      return false;
    }
  }

  private ModelVersion target(Transaction tx, Principal principal, SetAlias input) {
    return requireOfModel(
        VersionRows.lock(
            tx, access, principal, Permission.MODEL_WRITE, input.modelVersionId(), "FOR SHARE"),
        input);
  }

  private static ModelVersion requireOfModel(Row locked, SetAlias input) {
    ModelVersion target = VersionRows.version(locked);
    if (!target.modelId().equals(input.modelId())) {
      throw new NotFound("version of this model");
    }
    if (!target.status().mayHaveAlias()) {
      throw new Conflict(
          target.label() + " is " + target.status() + " (expected: REGISTERED or APPROVED)");
    }
    return target;
  }

  private void insert(Transaction tx, Principal principal, SetAlias input) {
    tx.updateOne(
        "alias " + input.alias() + " exists already, or the model has " + MAX_PER_MODEL,
        """
        INSERT INTO catalog.model_alias (tenant_id, model_id, name, model_version_id, moved_at,
          moved_by, moved_by_kind, moved_by_id)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8
        WHERE (SELECT count(*) FROM catalog.model_alias WHERE tenant_id = $1 AND model_id = $2) < $9
        ON CONFLICT DO NOTHING
        """,
        tx.tenantId(),
        input.modelId(),
        input.alias(),
        input.modelVersionId(),
        now(),
        principal.label(),
        principal.kind().name(),
        principal.id(),
        MAX_PER_MODEL);
  }

  private void move(Transaction tx, Actor by, SetAlias input) {
    tx.updateOne(
        "alias " + input.alias() + " does not point at the expected version",
        """
        UPDATE catalog.model_alias
        SET model_version_id = $5, moved_at = $6, moved_by = $7, moved_by_kind = $8, moved_by_id = $9
        WHERE tenant_id = $1 AND model_id = $2 AND name = $3 AND model_version_id = $4
        """,
        tx.tenantId(),
        input.modelId(),
        input.alias(),
        input.expectedTargetId(),
        input.modelVersionId(),
        now(),
        by.label(),
        by.kind().name(),
        by.id());
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  Map<UUID, List<ModelAlias>> of(Principal principal, Collection<UUID> modelIds) {
    Input.size("modelIds", modelIds, 0, PageLimit.MAX_BATCH_IDS);
    return reads.grouped(
        principal,
        "model_id",
        Aliases::alias,
        """
        SELECT a.model_id, a.name, a.model_version_id, a.moved_at, a.moved_by, a.moved_by_kind, a.moved_by_id
        FROM catalog.model_alias a
        JOIN catalog.registered_model m ON m.tenant_id = a.tenant_id AND m.id = a.model_id
        WHERE a.tenant_id = $1 AND a.model_id = ANY ($2) AND ($3::uuid[] IS NULL OR m.project_id = ANY ($3))
        ORDER BY a.model_id, a.name
        """,
        modelIds.toArray(UUID[]::new),
        access.visible(principal, Permission.MODEL_READ));
  }

  private static ModelAlias alias(Row row) {
    return new ModelAlias(
        row.getUUID("model_id"),
        row.getString("name"),
        row.getUUID("model_version_id"),
        row.getOffsetDateTime("moved_at"),
        Actor.of(row, "moved_by"));
  }
}
