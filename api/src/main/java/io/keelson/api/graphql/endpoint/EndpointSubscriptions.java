package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.deployment.Deployments;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.endpoint.TrafficTypes.TrafficBucketType;
import io.keelson.api.graphql.live.topic.Following;
import io.keelson.api.graphql.live.topic.StateFeed;
import io.keelson.api.identity.CallContext;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.serving.metering.Traffic;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** Endpoints as they are asked. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class EndpointSubscriptions {
  private final CallContext call;
  private final Deployments deployments;
  private final ProjectAccess access;
  private final Traffic traffic;
  private final Following following;
  private final InstantSource clock;

  EndpointSubscriptions(
      CallContext call,
      Deployments deployments,
      ProjectAccess access,
      Traffic traffic,
      Following following,
      InstantSource clock) {
    this.call = call;
    this.deployments = deployments;
    this.access = access;
    this.traffic = traffic;
    this.following = following;
    this.clock = clock;
  }

  /** A minute in which nobody asked comes as well, with nothing in it. */
  @Subscription
  @Requires(Permission.ENDPOINT_READ)
  @Description("The last complete minute, each time there is a new one.")
  public Multi<TrafficBucketType> endpointTraffic(
      @Id @NonNull @Description("The endpoint.") String endpointId) {
    UUID id = GlobalId.decode("endpointId", ENDPOINT, endpointId);
    UUID tenantId = call.principal().tenantId();
    AtomicReference<OffsetDateTime> told = new AtomicReference<>();
    return following
        .states(
            new StateFeed<>(
                tenantId, ServingSignals.endpointTopic(id), new LastMinute(tenantId, id)),
            principal -> admit(principal, id),
            (principal, minute) ->
                minute.at().equals(told.getAndSet(minute.at()))
                    ? Optional.empty()
                    : Optional.of(minute))
        .map(TrafficBucketType::of);
  }

  private Consumer<Principal> admit(Principal first, UUID endpointId) {
    UUID projectId = deployments.get(first, endpointId).projectId();
    return principal -> access.require(principal, Permission.ENDPOINT_READ, projectId, "endpoint");
  }

  /** Signals come more often than minutes: there is nothing to be read before one is over. */
  private final class LastMinute implements StateFeed.Reader<Traffic.Bucket> {
    private final UUID tenantId;
    private final UUID endpointId;

    LastMinute(UUID tenantId, UUID endpointId) {
      this.tenantId = tenantId;
      this.endpointId = endpointId;
    }

    @Override
    public Traffic.Bucket read(Traffic.Bucket before) {
      OffsetDateTime minute = Traffic.lastCompleteMinute(clock.instant());
      return before != null && before.at().isEqual(minute)
          ? before
          : traffic.minute(tenantId, endpointId, minute);
    }

    @Override
    public Optional<Instant> changesAt(Traffic.Bucket now) {
      return Optional.of(Traffic.completeAt(now.at().plusMinutes(1)));
    }
  }
}
