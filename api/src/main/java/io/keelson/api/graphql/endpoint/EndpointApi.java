package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;
import static io.keelson.api.graphql.GraphTypes.MODEL_VERSION;
import static io.keelson.api.graphql.GraphTypes.PROJECT;
import static io.keelson.api.graphql.GraphTypes.REVISION;

import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.api.deployment.Deployments;
import io.keelson.api.deployment.TrafficChoices;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.TraceContext;
import io.keelson.api.graphql.endpoint.EndpointTypes.*;
import io.keelson.api.graphql.endpoint.TrafficTypes.SetTraffic;
import io.keelson.api.graphql.job.JobTypes.ResourcesSpec;
import io.keelson.api.graphql.model.ModelTypes.ModelVersionType;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.compute.job.Resources;
import io.keelson.serving.endpoint.Backend;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.RevisionWeight;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Endpoints, their revisions and replicas. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class EndpointApi {
  private static final double DEFAULT_CPUS = 0.5;
  private static final long DEFAULT_MEMORY_BYTES = 512L << 20;
  private final CallContext call;
  private final Endpoints endpoints;
  private final Deployments deployments;
  private final TrafficChoices traffic;
  private final ModelVersions modelVersions;
  private final Authorizer authorizer;
  private final Pages pages;

  EndpointApi(
      CallContext call,
      Endpoints endpoints,
      Deployments deployments,
      TrafficChoices traffic,
      ModelVersions modelVersions,
      Authorizer authorizer,
      Pages pages) {
    this.call = call;
    this.endpoints = endpoints;
    this.deployments = deployments;
    this.traffic = traffic;
    this.modelVersions = modelVersions;
    this.authorizer = authorizer;
    this.pages = pages;
  }

  @NonNull
  @Description("Its endpoints, newest first.")
  public EndpointConnection endpoints(
      @Source ProjectType project,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID id = project.project().id();
    authorizer.require(principal, Permission.ENDPOINT_READ, id);
    return EndpointConnection.of(
        pages.forward(
            "endpoints/" + id,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> endpoints.page(principal.tenantId(), id, limit, from),
            Endpoint::id));
  }

  @Description("What was deployed to it, newest first, at most 1,000.")
  public List<@NonNull List<@NonNull RevisionType>> revisions(@Source List<EndpointType> sources) {
    var found =
        endpoints.revisionsOf(
            call.principal().tenantId(), sources.stream().map(s -> s.endpoint().id()).toList());
    return sources.stream()
        .map(
            s ->
                found.getOrDefault(s.endpoint().id(), List.of()).stream()
                    .map(RevisionType::new)
                    .toList())
        .toList();
  }

  @Description("Those that have not ended, at most 32.")
  public List<@NonNull List<@NonNull ReplicaType>> replicas(@Source List<RevisionType> sources) {
    var found =
        endpoints.replicasOf(
            call.principal().tenantId(), sources.stream().map(s -> s.revision().id()).toList());
    return sources.stream()
        .map(
            s ->
                found.getOrDefault(s.revision().id(), List.of()).stream()
                    .map(ReplicaType::of)
                    .toList())
        .toList();
  }

  @Description("The endpoint that it belongs to.")
  public List<EndpointType> endpoint(@Source List<RevisionType> sources) {
    Map<UUID, EndpointType> found = new HashMap<>();
    endpoints
        .byIds(
            call.principal().tenantId(),
            sources.stream().map(s -> s.revision().endpointId()).distinct().toList())
        .forEach((id, endpoint) -> found.put(id, new EndpointType(endpoint)));
    return GraphTypes.join(sources, s -> s.revision().endpointId(), found);
  }

  @Description("The model version; null without MODEL_READ in its project.")
  public List<ModelVersionType> modelVersion(@Source List<RevisionType> sources) {
    Map<UUID, ModelVersionType> found = new HashMap<>();
    modelVersions
        .byIds(
            call.principal(),
            sources.stream().map(s -> s.revision().modelVersionId()).distinct().toList())
        .forEach((id, version) -> found.put(id, new ModelVersionType(version)));
    return GraphTypes.join(sources, s -> s.revision().modelVersionId(), found);
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description(
      "Starts a new revision of an endpoint, which takes its share of the traffic once it is READY; the others go on until then.")
  public RevisionType deploy(@NonNull @Description("What to deploy, and where.") Deploy input) {
    ResourcesSpec wanted = input.resources();
    Resources resources =
        wanted == null
            ? null
            : new Resources(
                wanted.cpus() == null ? DEFAULT_CPUS : wanted.cpus(),
                wanted.memoryBytes() == null ? DEFAULT_MEMORY_BYTES : wanted.memoryBytes());
    int min = input.minReplicas() == null ? 1 : input.minReplicas();
    return new RevisionType(
        deployments.deploy(
            call.caller(),
            new Deployments.NewDeployment(
                GlobalId.decode("input.projectId", PROJECT, input.projectId()),
                input.endpointName(),
                input.expectedVersion(),
                GlobalId.decode("input.modelVersionId", MODEL_VERSION, input.modelVersionId()),
                input.backend() == null ? Backend.DJL : input.backend(),
                min,
                input.maxReplicas() == null ? Math.max(1, min) : input.maxReplicas(),
                input.weight(),
                resources,
                input.requires()),
            TraceContext.traceparent()));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description(
      "Ends all revisions of an endpoint once they have answered what they have; its name and history stay.")
  public EndpointType stopEndpoint(
      @Id @NonNull @Description("The endpoint.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new EndpointType(
        deployments.stop(call.caller(), GlobalId.decode("id", ENDPOINT, id), expectedVersion));
  }

  @Mutation("setTraffic")
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description("Splits an endpoint's traffic among its READY revisions from now on.")
  public EndpointType setTraffic(@NonNull @Description("The split.") SetTraffic input) {
    List<RevisionWeight> weights =
        input.weights().stream()
            .map(
                one ->
                    new RevisionWeight(
                        GlobalId.decode("input.weights.revisionId", REVISION, one.revisionId()),
                        one.weight()))
            .toList();
    return new EndpointType(
        traffic.split(
            call.caller(),
            GlobalId.decode("input.endpointId", ENDPOINT, input.endpointId()),
            input.expectedVersion(),
            weights));
  }

  @Mutation
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description("Gives all traffic back to the revision that had it before.")
  public EndpointType rollBack(
      @Id @NonNull @Description("The endpoint.") String endpointId,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new EndpointType(
        traffic.rollBack(
            call.caller(),
            GlobalId.decode("endpointId", ENDPOINT, endpointId),
            expectedVersion,
            TraceContext.traceparent()));
  }
}
