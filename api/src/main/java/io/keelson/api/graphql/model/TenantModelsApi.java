package io.keelson.api.graphql.model;

import io.keelson.api.catalog.model.ModelVersion;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.catalog.model.Models;
import io.keelson.api.catalog.model.RegisteredModel;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.model.ModelTypes.*;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Models over the whole tenant, and how models and versions refer to each other. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class TenantModelsApi {
  private final CallContext call;
  private final Models models;
  private final ModelVersions versions;
  private final Pages pages;

  TenantModelsApi(CallContext call, Models models, ModelVersions versions, Pages pages) {
    this.call = call;
    this.models = models;
    this.versions = versions;
    this.pages = pages;
  }

  @Query
  @Requires(Permission.MODEL_READ)
  @NonNull
  @Description("The tenant's models, newest first; what the caller may not read is left out.")
  public RegisteredModelConnection models(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    return RegisteredModelConnection.of(
        pages.forward(
            "models",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> models.newest(principal, limit, from),
            RegisteredModel::id));
  }

  @Query
  @Requires(Permission.MODEL_READ)
  @NonNull
  @Description("Registered model versions that nobody has decided on yet.")
  public ModelVersionConnection waitingApprovals(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    return ModelVersionConnection.of(
        pages.forward(
            "waitingapprovals",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> versions.waiting(principal, limit, from),
            ModelVersion::id));
  }

  @Description("The newest version; null while there is none.")
  public List<ModelVersionType> latest(@Source List<RegisteredModelType> sources) {
    Map<UUID, ModelVersionType> found = new HashMap<>();
    versions
        .latest(call.principal(), GraphTypes.distinct(sources, source -> source.model().id()))
        .forEach((id, version) -> found.put(id, new ModelVersionType(version)));
    return GraphTypes.join(sources, source -> source.model().id(), found);
  }

  @Description("The model that it is a version of.")
  public List<@NonNull RegisteredModelType> model(@Source List<ModelVersionType> sources) {
    Map<UUID, RegisteredModelType> found = new HashMap<>();
    models
        .byIds(
            call.principal(),
            GraphTypes.distinct(sources, source -> source.modelVersion().modelId()))
        .forEach((id, model) -> found.put(id, new RegisteredModelType(model)));
    return GraphTypes.joinAll(
        sources, source -> source.modelVersion().modelId(), found, Permission.MODEL_READ);
  }
}
