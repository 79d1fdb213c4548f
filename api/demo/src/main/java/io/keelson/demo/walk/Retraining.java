package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Refused;
import io.keelson.demo.report.Table;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Fact;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The alert has the model trained anew, within a budget; whoever wins serves. */
final class Retraining {
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final int WEIGHT = 50;
  private static final String APPROVAL = "retraining.approval";
  private static final String MAX_COST = "0.05";
  private static final Set<String> OVER = Set.of("PROMOTED", "ROLLED_BACK", "DECLINED");

  private static final List<String> ALL_DONE =
      List.of("DONE", "DONE", "DONE", "DONE", "DONE", "DONE");

  private static final String SET_POLICY =
      """
      mutation ($input: SetRetrainingPolicyInput!) {
        setRetrainingPolicy(input: $input) { id status maxCost { amount } }
      }
      """;
  private static final String SET_BUDGET =
      """
      mutation ($input: SetBudgetInput!) { setBudget(input: $input) { amount { amount currency } } }
      """;
  private static final String RUNS =
      """
      query ($id: ID!) {
        node(id: $id) { ... on RetrainingPolicy {
          runs(first: 1) { edges { node {
            id status reason waitsFor trigger evidence
            checks { name passed seen }
            comparison {
              inTraining
              test rows bothRight onlyChampion onlyChallenger bothWrong pValue difference lower upper
            }
            champion { id number } challenger { id number version status }
            sourceVersionId transformVersionId trainingVersionId
            trainJobId scoreJobId rolloutId
            steps { name state jobId }
          } } }
        } }
      }
      """;
  private static final String APPROVE =
      """
      mutation ($input: DecideModelVersionInput!) {
        approveModelVersion(input: $input) { id status }
      }
      """;
  private static final String MODEL =
      """
      query ($id: ID!) {
        node(id: $id) { ... on RegisteredModel { aliases { name target { id number } } } }
      }
      """;

  private final DemoRun run;
  private final NewReadings data;
  private final Rollouts rollouts;
  private final Fact<String> policyId = new Fact<>("retraining policy");
  private final Fact<JsonNode> awaiting = new Fact<>("challenger that is better");
  private final Fact<JsonNode> approved = new Fact<>("approved challenger");

  Retraining(DemoRun run) {
    this.run = run;
    this.data = new NewReadings(run);
    this.rollouts = new Rollouts(run);
  }

  List<Step> steps() {
    return List.of(
        Step.of("new readings come in", data::takeIn),
        Step.of("set a budget and what retrains", this::policy));
  }

  /** Once the alert fires. */
  List<Step> laterSteps() {
    return List.of(
        Step.of("the alert has it trained anew", this::retrained),
        Step.of("somebody else approves the challenger", this::approve),
        Step.of("a canary, then it is the champion", this::promoted));
  }

  private Result policy() throws Exception {
    JsonNode budget =
        run.owner.mutate(
            SET_BUDGET, Map.of("projectId", run.projectId.get(), "period", "MONTH", "amount", "1"));
    Map<String, Object> input = new HashMap<>();
    input.put("modelId", run.registered.get().modelId());
    input.put("alertRuleId", run.alertRuleId.get());
    ShapedWine shaped = run.shaped.get();
    input.put("datasetId", data.trained());
    input.put(
        "transform", Map.of("datasetId", shaped.datasetId(), "sql", Shaping.statement("data")));
    input.put("suiteId", shaped.suiteId());
    input.put("evaluationDatasetId", data.evaluated());
    input.put("experimentId", run.experimentId.get());
    input.put("target", "class");
    input.put("parameters", Map.of("learningRate", 0.3, "epochs", 60, "seed", 7));
    input.put("minNewRows", data.newRows() / 2);
    input.put("maxCost", MAX_COST);
    input.put("maxTrainings", 1);
    input.put("endpointId", run.endpointId.get());
    input.put("canary", List.of(Map.of("weight", WEIGHT, "hold", "PT1S")));
    run.channelId.ifKnown(channel -> input.put("channelIds", List.of(channel)));
    JsonNode policy = run.engineer.mutate(SET_POLICY, input);
    policyId.set(policy.path("id").asText());
    return Result.of(
        "%s; %s %s a month for the project, %s for a run; one training at most",
        policy.path("status").asText(),
        budget.at("/amount/amount").asText(),
        budget.at("/amount/currency").asText(),
        policy.at("/maxCost/amount").asText());
  }

  private Result retrained() throws Exception {
    JsonNode alert = run.alert.get();
    JsonNode found = until("AWAITING_APPROVAL");
    JsonNode shaping = found.at("/steps/0");
    Check.equal("first step", shaping.path("name").asText(), "TRANSFORM");
    run.jobsWithoutRun.add(shaping.path("jobId").asText());
    run.jobsWithoutRun.add(found.path("trainJobId").asText());
    run.jobsWithoutRun.add(found.path("scoreJobId").asText());
    String trainedOn = found.path("trainingVersionId").asText();
    Check.equal("trained on", trainedOn, found.path("transformVersionId").asText());
    Check.equal("made of", found.path("sourceVersionId").asText(), data.newest());
    Check.that(
        !trainedOn.equals(run.shaped.get().versionId()), "it was trained on the same as before");
    run.retraining.set(found.path("id").asText());
    Check.equal("trigger", found.path("trigger").asText(), "ALERT");
    Check.equal(
        "alert that triggered it",
        instant(found.at("/evidence/firedAt")),
        instant(alert.path("firedAt")));
    Check.equal("champion", found.at("/champion/id").asText(), run.approved.get().id());
    for (JsonNode check : found.path("checks")) {
      Check.that(check.path("passed").asBoolean(), "check %s", check);
    }
    JsonNode comparison = found.path("comparison");
    Check.that(
        comparison.path("onlyChallenger").asInt() > comparison.path("onlyChampion").asInt()
            && comparison.path("pValue").asDouble() < 0.05,
        "the challenger does not win: %s",
        comparison);
    Check.equal("rows compared by", comparison.path("rows").asInt(), data.freshRows());
    Check.equal("rows of the training among them", comparison.path("inTraining").asInt(), 0);
    awaiting.set(found);
    return Result.of(
            "version %d fixes %d of %d fresh rows and breaks %d: %s, p %.1e",
            found.at("/challenger/number").asInt(),
            comparison.path("onlyChallenger").asInt(),
            comparison.path("rows").asInt(),
            comparison.path("onlyChampion").asInt(),
            comparison.path("test").asText(),
            comparison.path("pValue").asDouble())
        .with(table(found.path("checks")));
  }

  private static Instant instant(JsonNode time) {
    return OffsetDateTime.parse(time.asText()).toInstant();
  }

  private static List<String> table(JsonNode checks) {
    Table table = new Table("<<");
    table.row("check", "seen before it trained");
    for (JsonNode check : checks) {
      table.row(check.path("name").asText(), check.path("seen").asText());
    }
    return table.lines();
  }

  private Result approve() throws Exception {
    JsonNode challenger = awaiting.get().path("challenger");
    boolean isTold = awaitMessage();
    Map<String, Object> decision =
        Map.of(
            "id",
            challenger.path("id").asText(),
            "expectedVersion",
            challenger.path("version").asInt(),
            "comment",
            "better on wines that neither has seen");
    String own;
    try {
      run.engineer.mutate(APPROVE, decision);
      throw Check.failed("whoever set the policy approved its challenger");
    } catch (Refused e) {
      Check.equal("code", e.code(), "FORBIDDEN");
      own = e.code();
    }
    JsonNode decided = run.reviewer.mutate(APPROVE, decision);
    Check.equal("status", decided.path("status").asText(), "APPROVED");
    approved.set(challenger);
    return Result.of(
        "%swhoever set the policy: %s; by reviewer",
        isTold ? "the webhook was told that it waits; " : "", own);
  }

  /** False without a webhook. */
  private boolean awaitMessage() throws Exception {
    if (!run.channelId.isKnown()) {
      return false;
    }
    Patience.until(
        LIMIT, "message to the webhook", () -> "none yet", () -> run.webhook.told(APPROVAL));
    return true;
  }

  private Result promoted() throws Exception {
    JsonNode challenger = approved.get();
    JsonNode begun = until("CANARY");
    JsonNode rollout =
        rollouts.ended(begun.path("rolloutId").asText(), "PROMOTED", run.shiftedRows.get());
    JsonNode step = rollout.path("steps").path(0);
    Check.equal("errors of the canary", step.path("candidateErrors").asLong(), 0L);
    JsonNode ended = until("PROMOTED");
    JsonNode aliases =
        run.engineer.call(MODEL, Map.of("id", run.registered.get().modelId())).at("/node/aliases");
    JsonNode champion = Answers.with(aliases, "name", "champion").orElseThrow();
    Check.equal("champion", champion.at("/target/id").asText(), challenger.path("id").asText());
    Check.equal("steps", ended.path("steps").findValuesAsText("state"), ALL_DONE);
    return Result.of(
        "PROMOTED: %d of %d requests at %d %%, no error; wine@champion is version %d",
        step.path("candidateRequests").asLong(),
        step.path("candidateRequests").asLong() + step.path("baselineRequests").asLong(),
        WEIGHT,
        champion.at("/target/number").asInt());
  }

  /** The newest run once it stands so, or further on. */
  private JsonNode until(String wanted) throws Exception {
    String policy = policyId.get();
    AtomicReference<String> seen = new AtomicReference<>("nothing has triggered it");
    return Patience.until(
        LIMIT,
        "a retraining that is " + wanted,
        seen::get,
        () -> {
          JsonNode found =
              run.engineer.call(RUNS, Map.of("id", policy)).at("/node/runs/edges/0/node");
          String status = found.path("status").asText();
          if (!found.isMissingNode()) {
            seen.set(status + " " + found.path("waitsFor").asText(""));
          }
          Check.that(
              !OVER.contains(status) || status.equals(wanted) || status.equals("PROMOTED"),
              "%s: %s",
              status,
              found.path("reason").asText());
          return Optional.of(found)
              .filter(of -> status.equals(wanted) || status.equals("PROMOTED"));
        });
  }
}
