package io.keelson.api.graphql.endpoint;

import io.keelson.api.catalog.model.ModelVersion;
import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.endpoint.EndpointTypes.RevisionType;
import io.keelson.api.graphql.model.ModelTypes.RegisteredModelType;
import io.keelson.api.identity.CallContext;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Where registered models answer. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class LiveModelsApi {
  private final CallContext call;
  private final ModelVersions versions;
  private final Endpoints endpoints;

  LiveModelsApi(CallContext call, ModelVersions versions, Endpoints endpoints) {
    this.call = call;
    this.versions = versions;
    this.endpoints = endpoints;
  }

  @Description(
      "Revisions of its versions that take traffic, those with the most of it first; at most 1,000 over all models of the answer. None without ENDPOINT_READ in its project.")
  public List<@NonNull List<@NonNull RevisionType>> liveRevisions(
      @Source List<RegisteredModelType> sources) {
    Principal principal = call.principal();
    // A version is deployed in the project of its model only.
    List<UUID> projects =
        GraphTypes.distinct(sources, source -> source.model().projectId()).stream()
            .filter(project -> principal.may(Permission.ENDPOINT_READ, project))
            .toList();
    List<Revision> live =
        projects.isEmpty() ? List.of() : endpoints.liveRevisions(principal.tenantId(), projects);
    Map<UUID, ModelVersion> served =
        GraphTypes.inBatches(
            GraphTypes.distinct(live, Revision::modelVersionId),
            ids -> versions.byIds(principal, ids));
    Map<UUID, List<RevisionType>> found = new HashMap<>();
    for (Revision revision : live) {
      ModelVersion version = served.get(revision.modelVersionId());
      if (version != null) {
        found
            .computeIfAbsent(version.modelId(), id -> new ArrayList<>())
            .add(new RevisionType(revision));
      }
    }
    return GraphTypes.join(sources, source -> source.model().id(), found, List.of());
  }
}
