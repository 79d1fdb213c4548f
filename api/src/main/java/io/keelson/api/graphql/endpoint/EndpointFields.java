package io.keelson.api.graphql.endpoint;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.catalog.project.Projects;
import io.keelson.api.deployment.GatewayAddress;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.cost.CostReports;
import io.keelson.api.graphql.cost.CostTypes.CostLineType;
import io.keelson.api.graphql.cost.CostTypes.CostReportType;
import io.keelson.api.graphql.cost.CostTypes.PeriodSpec;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.graphql.endpoint.TrafficTypes.RevisionTrafficType;
import io.keelson.api.graphql.endpoint.TrafficTypes.ScalingType;
import io.keelson.api.graphql.endpoint.TrafficTypes.TrafficBucketType;
import io.keelson.api.graphql.project.ProjectType;
import io.keelson.api.identity.CallContext;
import io.keelson.billing.usage.UsageScope;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Endpoints;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.Scaling;
import io.keelson.serving.metering.Traffic;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What an endpoint is asked, costs and has: everything about it that is read from elsewhere. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class EndpointFields {
  private final CallContext call;
  private final Endpoints endpoints;
  private final GatewayAddress gateway;
  private final Traffic traffic;
  private final CostReports costs;
  private final Projects projects;
  private final ProjectAccess access;
  private final EndpointReads reads;

  EndpointFields(
      CallContext call,
      Endpoints endpoints,
      GatewayAddress gateway,
      Traffic traffic,
      CostReports costs,
      Projects projects,
      ProjectAccess access,
      EndpointReads reads) {
    this.call = call;
    this.endpoints = endpoints;
    this.gateway = gateway;
    this.traffic = traffic;
    this.costs = costs;
    this.projects = projects;
    this.access = access;
    this.reads = reads;
  }

  @NonNull
  @Description("Open Inference Protocol v2 over REST: the address of the model.")
  public String url(@Source EndpointType source) {
    return gateway.model(source.endpoint().name());
  }

  @NonNull
  @Description("host:port of the same protocol over gRPC.")
  public String grpcTarget(@Source EndpointType source) {
    return gateway.grpcTarget();
  }

  @Description("How many replicas it has and should have, as it stands now.")
  public List<@NonNull ScalingType> scaling(@Source List<EndpointType> sources) {
    Map<UUID, Scaling> found =
        endpoints.scalingOf(
            call.principal().tenantId(), sources.stream().map(s -> s.endpoint().id()).toList());
    return sources.stream()
        .map(s -> ScalingType.of(found.getOrDefault(s.endpoint().id(), Scaling.NONE)))
        .toList();
  }

  /**
   * @throws Forbidden where the caller may see an endpoint but not its project
   */
  @Description("The project that it belongs to.")
  public List<@NonNull ProjectType> project(@Source List<EndpointType> sources) {
    var found =
        projects.byIds(
            call.principal(),
            sources.stream().map(s -> s.endpoint().projectId()).distinct().toList());
    List<ProjectType> out = new ArrayList<>();
    for (EndpointType source : sources) {
      var project = found.get(source.endpoint().projectId());
      if (project == null) {
        throw new Forbidden(Permission.PROJECT_READ.name());
      }
      out.add(new ProjectType(project));
    }
    return out;
  }

  @NonNull
  @Description(
      "At most 1,000 buckets of equal length, oldest first; those without requests are left out.")
  public List<@NonNull TrafficBucketType> traffic(
      @Source EndpointType source,
      @NonNull @Description("At most 31 days.") PeriodSpec period,
      @DefaultValue("120")
          @Description(
              "How many buckets at most, 1 to 1,000; each is a whole number of minutes long.")
          Integer buckets) {
    EndpointReads.Within read = reads.require(source, period);
    int most = Input.present("buckets", buckets);
    return traffic.read(read.tenantId(), read.endpointId(), read.from(), read.to(), most).stream()
        .map(TrafficBucketType::of)
        .toList();
  }

  @NonNull
  @Description(
      "What each of its revisions was asked, the oldest first; those without requests are left out. At most 8: those that were asked most.")
  public List<@NonNull RevisionTrafficType> trafficByRevision(
      @Source EndpointType source,
      @NonNull @Description("At most 31 days.") PeriodSpec period,
      @DefaultValue("60")
          @Description(
              "How many buckets at most of each, 1 to 200; each is a whole number of minutes long.")
          Integer buckets) {
    EndpointReads.Within read = reads.require(source, period);
    int most = Input.present("buckets", buckets);
    List<Traffic.OfRevision> found =
        traffic.byRevision(read.tenantId(), read.endpointId(), read.from(), read.to(), most);
    Map<UUID, Revision> revisions =
        endpoints.revisionsByIds(
            read.tenantId(), found.stream().map(Traffic.OfRevision::revisionId).toList());
    return found.stream()
        .filter(one -> revisions.containsKey(one.revisionId()))
        .map(one -> RevisionTrafficType.of(revisions.get(one.revisionId()), one.buckets()))
        .toList();
  }

  @NonNull
  @Description("What it has cost in the period; needs COST_READ in its project.")
  public CostReportType cost(
      @Source EndpointType source, @NonNull @Description("At most 732 days.") PeriodSpec period) {
    Endpoint endpoint = source.endpoint();
    access.require(call.principal(), Permission.COST_READ, endpoint.projectId(), "endpoint");
    return costs.of(UsageScope.endpoint(endpoint.id()), period.checked());
  }

  @Name("endpoint")
  @Description(
      "The endpoint; null where endpointId is, where it is gone, and without ENDPOINT_READ in its project.")
  public List<EndpointType> ofCostLines(@Source List<CostLineType> sources) {
    Principal principal = call.principal();
    Function<CostLineType, UUID> endpointId =
        line -> GraphTypes.optional("endpointId", GraphTypes.ENDPOINT, line.endpointId());
    Map<UUID, EndpointType> found = new HashMap<>();
    GraphTypes.inBatches(
            GraphTypes.distinct(sources, endpointId),
            ids -> endpoints.byIds(principal.tenantId(), ids))
        .forEach(
            (id, endpoint) -> {
              if (principal.may(Permission.ENDPOINT_READ, endpoint.projectId())) {
                found.put(id, new EndpointType(endpoint));
              }
            });
    return GraphTypes.join(sources, endpointId, found);
  }
}
