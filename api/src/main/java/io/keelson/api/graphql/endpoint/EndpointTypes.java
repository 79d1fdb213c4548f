package io.keelson.api.graphql.endpoint;

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
  public record EndpointType(@Ignore Endpoint endpoint) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.ENDPOINT, endpoint.id());
    }

    /** The model name in the Open Inference Protocol. */
    @NonNull
    public String getName() {
      return endpoint.name();
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return endpoint.createdAt();
    }

    @NonNull
    public ActorType getCreator() {
      return ActorType.of(endpoint.createdBy());
    }

    @NonNull
    public Integer getVersion() {
      return endpoint.version();
    }
  }

  @Name("EndpointEdge")
  public record EndpointEdge(@NonNull EndpointType node, @NonNull String cursor) {}

  @Name("EndpointConnection")
  public record EndpointConnection(
      @NonNull List<@NonNull EndpointEdge> edges, @NonNull PageInfo pageInfo) {
    static EndpointConnection of(Page<Endpoint> page) {
      return new EndpointConnection(
          page.edges((endpoint, cursor) -> new EndpointEdge(new EndpointType(endpoint), cursor)),
          page.info());
    }
  }

  @Name("Revision")
  public record RevisionType(@Ignore Revision revision) implements Node {
    @Override
    @Id
    @NonNull
    public String getId() {
      return GraphTypes.id(GraphTypes.REVISION, revision.id());
    }

    @NonNull
    public Integer getNumber() {
      return revision.number();
    }

    @NonNull
    public RevisionStatus getStatus() {
      return revision.status();
    }

    public String getReason() {
      return revision.reason();
    }

    @NonNull
    public Backend getBackend() {
      return revision.backend();
    }

    @NonNull
    public Integer getWeight() {
      return revision.weight();
    }

    @NonNull
    public OffsetDateTime getCreatedAt() {
      return revision.createdAt();
    }

    @NonNull
    public ActorType getSubmitter() {
      return ActorType.of(revision.submittedBy());
    }

    public OffsetDateTime getReadyAt() {
      return revision.readyAt();
    }

    @NonNull
    public Integer getVersion() {
      return revision.version();
    }
  }

  @Name("Replica")
  public record ReplicaType(
      @Id @NonNull String jobId,
      @NonNull Boolean ready,
      @NonNull Integer inFlight,
      String reason,
      @NonNull OffsetDateTime createdAt,
      OffsetDateTime readyAt,
      OffsetDateTime endedAt) {
    static ReplicaType of(Replica replica) {
      return new ReplicaType(
          GraphTypes.id(GraphTypes.JOB, replica.jobId()),
          replica.ready(),
          replica.inFlight(),
          replica.reason(),
          replica.createdAt(),
          replica.readyAt(),
          replica.endedAt());
    }
  }

  public record Deploy(
      @Id @NonNull String projectId,
      @NonNull String endpointName,
      @Id @NonNull String modelVersionId,
      Backend backend,
      Integer minReplicas,
      Integer maxReplicas,
      ResourcesSpec resources,
      @Description("Percent of the traffic once it is ready, 0 to 100; all of it when left out.")
          Integer weight) {}
}
