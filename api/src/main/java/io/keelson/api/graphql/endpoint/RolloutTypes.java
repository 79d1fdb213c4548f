package io.keelson.api.graphql.endpoint;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.serving.rollout.Evidence;
import io.keelson.serving.rollout.Rollout;
import io.keelson.serving.rollout.RolloutPause;
import io.keelson.serving.rollout.RolloutStatus;
import io.keelson.serving.rollout.StepCounts;
import io.keelson.serving.rollout.Verdict;
import io.keelson.serving.watch.canary.CanaryTests;
import io.smallrye.graphql.api.Nullable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Rollouts as the API shows and takes them. */
public final class RolloutTypes {
  private RolloutTypes() {}

  @Name("Rollout")
  @Description(
      "A candidate takes an endpoint's traffic over, step by step, and goes back by itself when it fails more often; when it refuses more often what callers ask, it pauses for a person.")
  public record RolloutType(@Ignore Rollout rollout) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.ROLLOUT, rollout.id());
    }

    @NonNull
    @Description("Where it stands.")
    public RolloutStatus getStatus() {
      return rollout.status();
    }

    @NonNull
    @Description("Which of its steps it is in, from 1; 0 while PENDING.")
    public Integer getStep() {
      return rollout.step();
    }

    @Description("When that step began; null while PENDING.")
    public OffsetDateTime getStepSince() {
      return rollout.stepSince();
    }

    @NonNull
    @Description(
        "How many requests the candidate must have had in a step to pass it; those of one sticky key are one.")
    public Long getMinRequests() {
      return rollout.minRequests();
    }

    @NonNull
    @Description(
        "The greatest probability of rolling back, or of pausing for what it refuses, a candidate that is not worse.")
    public Double getAlpha() {
      return rollout.alpha();
    }

    @NonNull
    @Description(
        "The natural logarithm of what logEvidence must reach for a rollback: of 1.25/alpha, as errors have four fifths of alpha.")
    public Double getLogLimit() {
      return -Math.log(CanaryTests.alphaOfErrors(rollout.alpha()));
    }

    @NonNull
    @Description(
        "The natural logarithm of what logCallerEvidence must reach for a pause: of 5/alpha, as what callers are refused has a fifth of alpha.")
    public Double getLogCallerLimit() {
      return -Math.log(CanaryTests.alphaOfRefusals(rollout.alpha()));
    }

    @NonNull
    @Description("How long it may be PAUSED; then it is rolled back.")
    public Duration getPauseLimit() {
      return rollout.pauseLimit();
    }

    @NonNull
    @Description(
        "The header, over gRPC the metadata, whose value sends all of its requests to one revision in each step.")
    public String getStickyHeader() {
      return rollout.stickyHeader();
    }

    @Description("Why it is PAUSED; null for any other.")
    public RolloutPause getPause() {
      return rollout.pause();
    }

    @Description("Since when it is PAUSED; null for any other.")
    public OffsetDateTime getPausedSince() {
      return rollout.pausedSince();
    }

    @Description("When it is rolled back unless somebody decides; null unless PAUSED.")
    public OffsetDateTime getPausedUntil() {
      return rollout.pausedUntil();
    }

    @Description("Why it was ROLLED_BACK, in a sentence; null unless it was.")
    public String getReason() {
      return rollout.reason();
    }

    @NonNull
    @Description("Who started it.")
    public ActorType getCreator() {
      return ActorType.of(rollout.createdBy());
    }

    @NonNull
    @Description("When it was started.")
    public OffsetDateTime getCreatedAt() {
      return rollout.createdAt();
    }

    @Description("When it was over; null before.")
    public OffsetDateTime getEndedAt() {
      return rollout.endedAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return rollout.version();
    }
  }

  @Name("RolloutStep")
  @Description("A share of the traffic for a while, and what came of it so far.")
  public record RolloutStepType(
      @NonNull @Description("Which one it is, from 1.") Integer number,
      @NonNull @Description("The candidate's percentage of the traffic.") Integer weight,
      @NonNull @Description("How long it lasts at least.") Duration hold,
      @NonNull
          @Description(
              "How many requests the baseline has had in it; those of one sticky key are one.")
          Long baselineRequests,
      @NonNull
          @Description(
              "How many of them failed by a replica or the platform; of each sticky key one alone counts.")
          Long baselineErrors,
      @NonNull
          @Description(
              "How many of them were refused as the caller's fault: judged by a test of their own, which pauses the rollout; of each sticky key one alone counts. What its caller gave up, or gave too short a deadline, is not among them.")
          Long baselineCallerErrors,
      @NonNull
          @Description(
              "How many requests the candidate has had in it; those of one sticky key are one.")
          Long candidateRequests,
      @NonNull
          @Description(
              "How many of them failed by a replica or the platform; of each sticky key one alone counts.")
          Long candidateErrors,
      @NonNull
          @Description(
              "How many of them were refused as the caller's fault: judged by a test of their own, which pauses the rollout; of each sticky key one alone counts. What its caller gave up, or gave too short a deadline, is not among them.")
          Long candidateCallerErrors) {
    static RolloutStepType of(int number, Rollout.Step step, StepCounts counts) {
      return new RolloutStepType(
          number,
          step.weight(),
          step.hold(),
          counts.baselineRequests(),
          counts.baselineErrors(),
          counts.baselineCallerErrors(),
          counts.candidateRequests(),
          counts.candidateErrors(),
          counts.candidateCallerErrors());
    }
  }

  @Name("Evidence")
  @Description(
      "What a rollout was judged by at a time. Whoever has the last of each step can compute logEvidence and logCallerEvidence again.")
  public record EvidenceType(
      @Ignore Evidence evidence,
      @NonNull @Description("When it was looked at.") OffsetDateTime at,
      @NonNull @Description("In which step.") Integer step,
      @NonNull @Description("The candidate's percentage of the traffic in it.") Integer weight,
      @NonNull
          @Description(
              "How many requests the baseline had had in it; those of one sticky key are one.")
          Long baselineRequests,
      @NonNull @Description("How many of them were held against it.") Long baselineErrors,
      @NonNull @Description("How many of them were refused as the caller's fault.")
          Long baselineCallerErrors,
      @NonNull
          @Description(
              "How many requests the candidate had had in it; those of one sticky key are one.")
          Long candidateRequests,
      @NonNull @Description("How many of them were held against it.") Long candidateErrors,
      @NonNull @Description("How many of them were refused as the caller's fault.")
          Long candidateCallerErrors,
      @NonNull
          @Description(
              "The natural logarithm of the evidence of all steps that the candidate fails more often; 0 is none.")
          Double logEvidence,
      @NonNull
          @Description(
              "The same that the candidate refuses more often what callers ask, as their fault.")
          Double logCallerEvidence,
      @NonNull @Description("What it said.") Verdict verdict,
      @Description("To when somebody then moved the end of its pause; null where nobody did.")
          OffsetDateTime extendedUntil,
      @Description("Who moved it; null where nobody did.") ActorType extendedBy) {
    static EvidenceType of(Evidence one) {
      return new EvidenceType(
          one,
          one.at(),
          one.step(),
          one.weight(),
          one.baselineRequests(),
          one.baselineErrors(),
          one.baselineCallerErrors(),
          one.candidateRequests(),
          one.candidateErrors(),
          one.candidateCallerErrors(),
          one.logEvidence(),
          one.logCallerEvidence(),
          one.verdict(),
          one.extendedUntil(),
          one.extendedBy() == null ? null : ActorType.of(one.extendedBy()));
    }
  }

  @Name("EvidenceEdge")
  @Description("A piece of evidence in a page.")
  public record EvidenceEdge(
      @NonNull @Description("The evidence.") EvidenceType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("EvidenceConnection")
  @Description("A page of evidence.")
  public record EvidenceConnection(
      @NonNull @Description("The evidence with its cursors.") List<@NonNull EvidenceEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static EvidenceConnection of(Page<EvidenceType> page) {
      return new EvidenceConnection(page.edges(EvidenceEdge::new), page.info());
    }
  }

  @Name("RolloutEdge")
  @Description("A rollout in a page.")
  public record RolloutEdge(
      @NonNull @Description("The rollout.") RolloutType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("RolloutConnection")
  @Description("A page of rollouts.")
  public record RolloutConnection(
      @NonNull @Description("The rollouts with their cursors.") List<@NonNull RolloutEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static RolloutConnection of(Page<Rollout> page) {
      return new RolloutConnection(
          page.edges((rollout, cursor) -> new RolloutEdge(new RolloutType(rollout), cursor)),
          page.info());
    }
  }

  @Name("NewRolloutStep")
  @Description("A share of the traffic for a while.")
  public record NewRolloutStep(
      @NonNull @Description("The candidate's percentage, 1 to 99, more than in the step before.")
          Integer weight,
      @NonNull @Description("How long it lasts at least, a second to 7 days.") Duration hold) {
    static List<Rollout.Step> steps(List<NewRolloutStep> steps) {
      return steps.stream().map(step -> new Rollout.Step(step.weight(), step.hold())).toList();
    }
  }

  @Description("A rollout to start.")
  public record StartRollout(
      @Id
          @NonNull
          @Description(
              "The revision that is to take over: deployed with the weight 0, READY or on its way.")
          String candidateId,
      @Id @NonNull @Description("The endpoint, where one revision has all of the traffic.")
          String endpointId,
      @NonNull @Description("The version of the endpoint that is meant.") Integer expectedVersion,
      @Nullable
          @Description(
              "1 to 20; after the last one the candidate gets everything. When left out, those of the endpoint's rollout policy.")
          List<@NonNull NewRolloutStep> steps,
      @Description(
              "How many requests the candidate must have in a step to pass it, 1 to 1,000,000, those of one sticky key as one; when left out as the endpoint's rollout policy says, 100 without one.")
          Long minRequests,
      @Description(
              "The greatest probability of rolling a candidate back that is not worse, 0.0001 to 0.2; when left out as the endpoint's rollout policy says, 0.01 without one.")
          Double alpha,
      @Description(
              "How long it may be paused before it is rolled back, a minute to 7 days; when left out as the endpoint's rollout policy says, an hour without one.")
          Duration pauseLimit,
      @Description(
              "The header, over gRPC the metadata, whose value sends all of its requests to one revision in each step: its name in lower case; when left out as the endpoint's rollout policy says, x-keelson-sticky-key without one.")
          String stickyHeader) {}

  @Description("What is decided about a rollout.")
  public record DecideRollout(
      @Id @NonNull @Description("The rollout.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {}

  @Description("A pause to extend.")
  public record ExtendRolloutPause(
      @Id @NonNull @Description("The rollout.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion,
      @NonNull
          @Description(
              "By how much its end moves, 10 minutes to 7 days; a pause lasts 14 days at most in all.")
          Duration by) {}

  @Description("A rollout to end.")
  public record AbortRollout(
      @Id @NonNull @Description("The rollout.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion,
      @NonNull @Description("Why, at most 1,000 characters.") String reason) {}
}
