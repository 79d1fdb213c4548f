package io.keelson.api.graphql.endpoint;

import io.keelson.api.catalog.dataset.DataGate;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.job.JobTypes.ResourcesSpec;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.serving.endpoint.Backend;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.Replica;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionStatus;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Endpoints as the API shows them. */
public final class EndpointTypes {
  private EndpointTypes() {}

  @Name("Endpoint")
  @Description("Where a model answers, under one name, by one or more revisions.")
  public record EndpointType(@Ignore Endpoint endpoint) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.ENDPOINT, endpoint.id());
    }

    @NonNull
    @Description(
        "The model's name in the Open Inference Protocol; unlike those of the tenant's other endpoints.")
    public String getName() {
      return endpoint.name();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return endpoint.createdAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreator() {
      return ActorType.of(endpoint.createdBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return endpoint.version();
    }
  }

  @Name("EndpointEdge")
  @Description("An endpoint in a page.")
  public record EndpointEdge(
      @NonNull @Description("The endpoint.") EndpointType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("EndpointConnection")
  @Description("A page of endpoints.")
  public record EndpointConnection(
      @NonNull @Description("The endpoints with their cursors.") List<@NonNull EndpointEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static EndpointConnection of(Page<Endpoint> page) {
      return new EndpointConnection(
          page.edges((endpoint, cursor) -> new EndpointEdge(new EndpointType(endpoint), cursor)),
          page.info());
    }
  }

  @Name("Revision")
  @Description("A model version as it was deployed to an endpoint.")
  public record RevisionType(@Ignore Revision revision) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.REVISION, revision.id());
    }

    @NonNull
    @Description("1 for the endpoint's first one.")
    public Integer getNumber() {
      return revision.number();
    }

    @NonNull
    @Description("Where it stands.")
    public RevisionStatus getStatus() {
      return revision.status();
    }

    @Description("Why it FAILED, in a sentence; null unless it did.")
    public String getReason() {
      return revision.reason();
    }

    @NonNull
    @Description("What runs the model.")
    public Backend getBackend() {
      return revision.backend();
    }

    @NonNull
    @Description("Percent of the endpoint's traffic that it gets.")
    public Integer getWeight() {
      return revision.weight();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return revision.createdAt();
    }

    @NonNull
    @Description("Who deployed it.")
    public ActorType getSubmitter() {
      return ActorType.of(revision.submittedBy());
    }

    @Description("When it first took traffic; null before.")
    public OffsetDateTime getReadyAt() {
      return revision.readyAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return revision.version();
    }
  }

  @Name("Replica")
  @Description("A process that holds a revision's model.")
  public record ReplicaType(
      @Id @NonNull @Description("The job that it is.") String jobId,
      @NonNull
          @Description(
              "Its place among the revision's replicas, from 0; the one that takes over from it has the same.")
          Integer slot,
      @NonNull @Description("Whether it has loaded the model and takes requests.") Boolean ready,
      @NonNull
          @Description(
              "How many requests it works on now, over all gateways, as of the last second.")
          Integer inFlight,
      @Description("Why it ended; null while it has not.") String reason,
      @NonNull @Description("When it was made.") OffsetDateTime createdAt,
      @Description("When it first was; null before.") OffsetDateTime readyAt,
      @Description("When it ended; null while it has not.") OffsetDateTime endedAt) {
    static ReplicaType of(Replica replica) {
      return new ReplicaType(
          GraphTypes.id(GraphTypes.JOB, replica.jobId()),
          replica.slot(),
          replica.ready(),
          replica.inFlight(),
          replica.reason(),
          replica.createdAt(),
          replica.readyAt(),
          replica.endedAt());
    }
  }

  @Description("A model version to put behind an endpoint.")
  public record Deploy(
      @Id @NonNull @Description("The project of both.") String projectId,
      @NonNull
          @Description(
              "The endpoint, made if there is none yet: 2 to 63 lower-case letters, digits or hyphens, a letter first.")
          String endpointName,
      @Description(
              "The version of the endpoint, from which it takes traffic; left out where there is none of this name yet. VALIDATION or CONFLICT otherwise.")
          Integer expectedVersion,
      @Id @NonNull @Description("The model version, which is APPROVED.") String modelVersionId,
      @Description("What runs the model; DJL when left out.") Backend backend,
      @Description("How many replicas there are at least, 1 to 32; 1 when left out.")
          Integer minReplicas,
      @Description(
              "How many replicas there may be, from minReplicas to 32; minReplicas when left out.")
          Integer maxReplicas,
      @Description("What each replica may use; half a CPU and 512 MiB when left out.")
          ResourcesSpec resources,
      @Description("Percent of the traffic once it is ready, 0 to 100; all of it when left out.")
          Integer weight,
      @Description(
              "The least that the data must be which the model's run names; whatever it is when left out.")
          DataGate requires) {}
}
