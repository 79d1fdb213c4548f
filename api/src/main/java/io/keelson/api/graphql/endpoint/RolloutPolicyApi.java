package io.keelson.api.graphql.endpoint;

import static io.keelson.api.graphql.GraphTypes.ENDPOINT;

import io.keelson.api.deployment.RolloutPolicyChoices;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.graphql.endpoint.RolloutPolicyTypes.RolloutPolicyType;
import io.keelson.api.graphql.endpoint.RolloutPolicyTypes.SetRolloutPolicy;
import io.keelson.api.graphql.endpoint.RolloutTypes.NewRolloutStep;
import io.keelson.api.identity.CallContext;
import io.keelson.serving.rollout.RolloutPolicies;
import io.keelson.serving.rollout.RolloutPolicy;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** How candidates take endpoints over when nobody says otherwise. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class RolloutPolicyApi {
  private final CallContext call;
  private final RolloutPolicies policies;
  private final RolloutPolicyChoices choices;

  RolloutPolicyApi(CallContext call, RolloutPolicies policies, RolloutPolicyChoices choices) {
    this.call = call;
    this.policies = policies;
    this.choices = choices;
  }

  @Description(
      "By which steps candidates take over when nobody says otherwise; null where nobody has said.")
  public List<RolloutPolicyType> rolloutPolicy(@Source List<EndpointType> sources) {
    Map<UUID, RolloutPolicyType> found = new HashMap<>();
    policies
        .of(
            call.principal().tenantId(),
            GraphTypes.distinct(sources, source -> source.endpoint().id()))
        .forEach((id, policy) -> found.put(id, new RolloutPolicyType(policy)));
    return GraphTypes.join(sources, source -> source.endpoint().id(), found);
  }

  @Mutation("setRolloutPolicy")
  @Requires(Permission.ENDPOINT_WRITE)
  @NonNull
  @Description(
      "Says by which steps candidates take an endpoint over from now on: startRollout and retrainings go by what they do not say themselves, and deploy by all of it where no weight is named. What is under way goes on as it began.")
  public EndpointType setRolloutPolicy(
      @NonNull @Description("What the policy shall be.") SetRolloutPolicy input) {
    return new EndpointType(
        choices.set(
            call.caller(),
            new RolloutPolicy.Wanted(
                GlobalId.decode("input.endpointId", ENDPOINT, input.endpointId()),
                input.expectedVersion(),
                NewRolloutStep.steps(input.steps()),
                input.minRequests(),
                input.alpha(),
                input.pauseLimit(),
                input.stickyHeader())));
  }
}
