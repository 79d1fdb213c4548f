package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;

import io.keelson.api.deployment.Deployments;
import io.keelson.api.graphql.Following;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.endpoint.TrafficTypes.TrafficBucketType;
import io.keelson.serving.endpoint.ServingSignals;
import io.keelson.serving.metering.Traffic;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.graphql.api.Subscription;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** Endpoints as they are asked. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class EndpointSubscriptions {
  private final Deployments deployments;
  private final Traffic traffic;
  private final Following following;
  private final InstantSource clock;

  EndpointSubscriptions(
      Deployments deployments, Traffic traffic, Following following, InstantSource clock) {
    this.deployments = deployments;
    this.traffic = traffic;
    this.following = following;
    this.clock = clock;
  }

  /** A minute in which nobody asked comes as well, with nothing in it. */
  @Subscription
  @Requires(Permission.ENDPOINT_READ)
  @Description("The last complete minute, each time there is a new one.")
  public Multi<TrafficBucketType> endpointTraffic(@Id @NonNull String endpointId) {
    UUID id = GlobalId.decode("endpointId", ENDPOINT, endpointId);
    return following
        .follow(
            ServingSignals.endpointTopic(id),
            null,
            (principal, cursor) -> lastMinute(principal, id, cursor),
            bucket -> bucket.at().toString())
        .map(TrafficBucketType::of);
  }

  private List<Traffic.Bucket> lastMinute(Principal principal, UUID endpointId, String seen) {
    deployments.get(principal, endpointId);
    OffsetDateTime minute = Traffic.lastCompleteMinute(clock.instant());
    return minute.toString().equals(seen)
        ? List.of()
        : List.of(traffic.minute(principal.tenantId(), endpointId, minute));
  }
}
