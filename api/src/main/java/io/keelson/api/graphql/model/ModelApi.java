package io.keelson.api.graphql.model;

import static io.keelson.api.graphql.GraphTypes.MODEL;
import static io.keelson.api.graphql.GraphTypes.MODEL_VERSION;
import static io.keelson.api.graphql.GraphTypes.PROJECT;
import static io.keelson.api.graphql.GraphTypes.RUN;

import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.Runs;
import io.keelson.api.catalog.model.Decisions;
import io.keelson.api.catalog.model.Lineage;
import io.keelson.api.catalog.model.Lineages;
import io.keelson.api.catalog.model.ModelAlias;
import io.keelson.api.catalog.model.ModelVersion;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.catalog.model.RegisteredModel;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.NodeLoader;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunType;
import io.keelson.api.graphql.model.ModelTypes.*;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Input;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Registered models, their versions, decisions, aliases and lineage. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ModelApi {
  private static final int MAX_LINEAGE_DEPTH = 10;
  private final CallContext call;
  private final Models models;
  private final ModelVersions versions;
  private final Decisions decisions;
  private final Lineages lineages;
  private final Runs runs;
  private final NodeLoader nodes;
  private final Pages pages;

  ModelApi(
      CallContext call,
      Models models,
      ModelVersions versions,
      Decisions decisions,
      Lineages lineages,
      Runs runs,
      NodeLoader nodes,
      Pages pages) {
    this.call = call;
    this.models = models;
    this.versions = versions;
    this.decisions = decisions;
    this.lineages = lineages;
    this.runs = runs;
    this.nodes = nodes;
    this.pages = pages;
  }

  @NonNull
  @Description("Its models, oldest first.")
  public RegisteredModelConnection models(
      @Source ProjectType project,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = project.project().id();
    return RegisteredModelConnection.of(
        pages.forward(
            "models/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> models.page(principal, id, limit, from),
            RegisteredModel::id));
  }

  @NonNull
  @Description("Its versions, newest first.")
  public ModelVersionConnection versions(
      @Source RegisteredModelType model,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = model.model().id();
    return ModelVersionConnection.of(
        pages.forward(
            "modelversions/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> versions.page(principal, id, limit, from),
            ModelVersion::id));
  }

  @Description("The names that point at its versions, sorted; at most 100.")
  public List<@NonNull List<@NonNull ModelAliasType>> aliases(
      @Source List<RegisteredModelType> sources) {
    Principal principal = call.principal();
    var found =
        models.aliases(principal, sources.stream().map(source -> source.model().id()).toList());
    List<UUID> targets =
        found.values().stream()
            .flatMap(List::stream)
            .map(ModelAlias::modelVersionId)
            .distinct()
            .toList();
    Map<UUID, ModelVersion> byId =
        GraphTypes.inBatches(targets, ids -> versions.byIds(principal, ids));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.model().id(), List.of()).stream()
                    .filter(alias -> byId.containsKey(alias.modelVersionId()))
                    .map(alias -> alias(alias, byId.get(alias.modelVersionId())))
                    .toList())
        .toList();
  }

  private static ModelAliasType alias(ModelAlias alias, ModelVersion target) {
    return new ModelAliasType(
        alias.name(), new ModelVersionType(target), alias.movedAt(), alias.movedBy().label());
  }

  @Description("The decision on it, at most 1; none while nobody has decided.")
  public List<@NonNull List<@NonNull ApprovalType>> approvals(
      @Source List<ModelVersionType> sources) {
    var found =
        decisions.approvals(
            call.principal(), sources.stream().map(source -> source.modelVersion().id()).toList());
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.modelVersion().id(), List.of()).stream()
                    .map(ApprovalType::of)
                    .toList())
        .toList();
  }

  @Description("The run that it came of; null without RUN_READ in its project.")
  public List<RunType> run(@Source List<ModelVersionType> sources) {
    List<UUID> ids =
        sources.stream().map(s -> s.modelVersion().runId()).filter(Objects::nonNull).toList();
    Map<UUID, RunType> found = new HashMap<>();
    for (Run run : runs.byIds(call.principal(), ids).values()) {
      found.put(run.id(), new RunType(run));
    }
    return GraphTypes.join(sources, source -> source.modelVersion().runId(), found);
  }

  @NonNull
  @Description(
      "What it came of: its run, that run's job, the data set versions that were read, and what SQL made those of.")
  public LineageType lineage(
      @Source ModelVersionType version,
      @DefaultValue("3") @Description("How many steps back, 1 to 10.") Integer depth) {
    Principal principal = call.principal();
    Lineage lineage =
        lineages.of(
            principal,
            version.modelVersion().id(),
            Input.range("depth", Input.present("depth", depth), 1, MAX_LINEAGE_DEPTH));
    Map<UUID, String> globalIds = new HashMap<>();
    List<Node> found = new ArrayList<>();
    for (Lineage.Node node : lineage.nodes()) {
      String id = GlobalId.encode(type(node.kind()), node.id());
      globalIds.put(node.id(), id);
      Node loaded = nodes.load(principal, "id", id);
      if (loaded != null) {
        found.add(loaded);
      }
    }
    return new LineageType(
        found,
        lineage.edges().stream()
            .map(e -> new LineageEdgeType(globalIds.get(e.from()), globalIds.get(e.to()), e.kind()))
            .toList());
  }

  private static String type(Lineage.Kind kind) {
    return switch (kind) {
      case MODEL_VERSION -> MODEL_VERSION;
      case RUN -> RUN;
      case JOB -> GraphTypes.JOB;
      case DATASET_VERSION -> GraphTypes.DATASET_VERSION;
    };
  }

  @Mutation
  @Requires(Permission.MODEL_WRITE)
  @NonNull
  @Description(
      "Makes what a run left a version of a model, and the model if there is none of the name.")
  public ModelVersionType registerModelVersion(
      @NonNull @Description("What to register.") RegisterModelVersion input) {
    return new ModelVersionType(
        versions.register(
            call.caller(),
            new ModelVersions.RegisterModelVersion(
                GlobalId.decode("input.projectId", PROJECT, input.projectId()),
                input.modelName(),
                GlobalId.decode("input.runId", RUN, input.runId()),
                input.artifactPath())));
  }

  @Mutation
  @Requires(Permission.MODEL_APPROVE)
  @NonNull
  @Description(
      "Lets a REGISTERED version be deployed. Needs MODEL_APPROVE; whoever registered it cannot approve it.")
  public ModelVersionType approveModelVersion(
      @NonNull @Description("Which, and why.") DecideModelVersion input) {
    return new ModelVersionType(decisions.approve(call.caller(), decision(input)));
  }

  @Mutation
  @Requires(Permission.MODEL_APPROVE)
  @NonNull
  @Description("Says that a REGISTERED version must not be deployed. Needs MODEL_APPROVE.")
  public ModelVersionType rejectModelVersion(
      @NonNull @Description("Which, and why.") DecideModelVersion input) {
    return new ModelVersionType(decisions.reject(call.caller(), decision(input)));
  }

  @Mutation
  @Requires(Permission.MODEL_WRITE)
  @NonNull
  @Description(
      "Takes a decided version out of use; endpoints that serve it go on. CONFLICT while an alias points at it.")
  public ModelVersionType archiveModelVersion(
      @NonNull @Description("Which, and why.") DecideModelVersion input) {
    return new ModelVersionType(decisions.archive(call.caller(), decision(input)));
  }

  private static Decisions.DecideModelVersion decision(DecideModelVersion input) {
    return new Decisions.DecideModelVersion(
        GlobalId.decode("input.id", MODEL_VERSION, input.id()),
        input.expectedVersion(),
        input.comment());
  }

  @Mutation("setModelAlias")
  @Requires(Permission.MODEL_WRITE)
  @NonNull
  @Description("Points an alias at a version, and makes it if there is none.")
  public ModelAliasType setModelAlias(
      @NonNull @Description("Which, and where to.") SetModelAlias input) {
    ModelAlias alias =
        models.setAlias(
            call.caller(),
            new Models.SetAlias(
                GlobalId.decode("input.modelId", MODEL, input.modelId()),
                input.alias(),
                GlobalId.decode("input.modelVersionId", MODEL_VERSION, input.modelVersionId()),
                GraphTypes.optional(
                    "input.expectedTargetId", MODEL_VERSION, input.expectedTargetId())));
    return alias(
        alias, versions.get(call.principal(), Permission.MODEL_WRITE, alias.modelVersionId()));
  }
}
