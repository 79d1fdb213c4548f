package io.keelson.api.graphql.endpoint;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.endpoint.RolloutTypes.NewRolloutStep;
import io.keelson.serving.rollout.RolloutPolicy;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Rollout policies of endpoints as the API shows and takes them. */
public final class RolloutPolicyTypes {
  private RolloutPolicyTypes() {}

  @Name("RolloutPolicyStep")
  @Description("A share of the traffic for a while.")
  public record RolloutPolicyStepType(
      @NonNull @Description("The candidate's percentage of the traffic.") Integer weight,
      @NonNull @Description("How long it lasts at least.") Duration hold) {}

  @Name("RolloutPolicy")
  @Description("How candidates take an endpoint's traffic over when nobody says otherwise.")
  public record RolloutPolicyType(@Ignore RolloutPolicy policy) {
    @NonNull
    @Description(
        "Its steps in their order, at most 20; where there are none, startRollout names them and deploy takes over at once.")
    public List<@NonNull RolloutPolicyStepType> getSteps() {
      return policy.steps().stream()
          .map(step -> new RolloutPolicyStepType(step.weight(), step.hold()))
          .toList();
    }

    @NonNull
    @Description(
        "How many requests a candidate must have had in a step to pass it; those of one sticky key are one.")
    public Long getMinRequests() {
      return policy.minRequests();
    }

    @NonNull
    @Description("The greatest probability of rolling a candidate back that is not worse.")
    public Double getAlpha() {
      return policy.alpha();
    }

    @NonNull
    @Description("How long a rollout may be PAUSED; then it is rolled back.")
    public Duration getPauseLimit() {
      return policy.pauseLimit();
    }

    @NonNull
    @Description(
        "The header, over gRPC the metadata, whose value sends all of its requests to one revision in each step.")
    public String getStickyHeader() {
      return policy.stickyHeader();
    }

    @NonNull
    @Description("Who set it last.")
    public ActorType getSetBy() {
      return ActorType.of(policy.setBy());
    }

    @NonNull
    @Description("When it was last set.")
    public OffsetDateTime getSetAt() {
      return policy.setAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return policy.version();
    }
  }

  @Description("What an endpoint's rollout policy shall be.")
  public record SetRolloutPolicy(
      @Id @NonNull @Description("The endpoint.") String endpointId,
      @Description("The version of the policy that is meant; left out where there is none yet.")
          Integer expectedVersion,
      @NonNull
          @Description(
              "At most 20; after the last one the candidate gets everything. None lets startRollout name them, and deploy take over at once.")
          List<@NonNull NewRolloutStep> steps,
      @Description(
              "How many requests a candidate must have in a step to pass it, 1 to 1,000,000, those of one sticky key as one; 100 when left out.")
          Long minRequests,
      @Description(
              "The greatest probability of rolling a candidate back that is not worse, 0.0001 to 0.2; 0.01 when left out.")
          Double alpha,
      @Description(
              "How long a rollout may be paused before it is rolled back, a minute to 7 days; an hour when left out.")
          Duration pauseLimit,
      @Description(
              "The header, over gRPC the metadata, whose value sends all of its requests to one revision in each step: its name in lower case; x-keelson-sticky-key when left out.")
          String stickyHeader) {}
}
