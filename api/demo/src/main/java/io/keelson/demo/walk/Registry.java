package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Refused;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The best run as a model version: where it comes from, and who lets it pass. */
final class Registry {
  private static final String MODEL = "wine";
  private static final String ALIAS = "champion";

  private static final String REGISTER =
      """
      mutation ($input: RegisterModelVersionInput!) {
        registerModelVersion(input: $input) { id number status format version run { id } }
      }
      """;
  private static final String LINEAGE =
      """
      query ($id: ID!) {
        node(id: $id) { ... on ModelVersion {
          lineage(depth: 3) { nodes { id __typename } edges { from to kind } }
        } }
      }
      """;
  private static final String FILES =
      """
      query ($id: ID!) {
        node(id: $id) { ... on DatasetVersion {
          number dataset { name } files(first: 10) { edges { node { path digest } } }
        } }
      }
      """;
  private static final String MODELS =
      """
      query ($slug: String!) {
        project(slug: $slug) { models(first: 10) { edges { node { id name } } } }
      }
      """;
  private static final String APPROVE =
      """
      mutation ($input: DecideModelVersionInput!) {
        approveModelVersion(input: $input) {
          id status version approvals { approved by checks { name passed detail } }
        }
      }
      """;
  private static final String STATUS =
      "query ($id: ID!) { node(id: $id) { ... on ModelVersion { status version } } }";
  private static final String SET_ALIAS =
      """
      mutation ($input: SetModelAliasInput!) {
        setModelAlias(input: $input) { name target { id number } movedBy }
      }
      """;
  private final DemoRun run;

  Registry(DemoRun run) {
    this.run = run;
  }

  List<Step> steps() {
    return List.of(
        Step.of("register with lineage", this::register),
        Step.of("own approval is refused", this::ownApproval),
        Step.of("a second person approves", this::approve),
        Step.of("name the champion", this::champion));
  }

  private Result register() throws Exception {
    TrainedRun best = run.bestRun.get();
    JsonNode version = registered(best);
    Check.equal("status", version.path("status").asText(), "REGISTERED");
    Check.equal("run", version.path("run").path("id").asText(), best.id());
    String id = version.path("id").asText();
    String lineage = lineage(id, best);
    int number = version.path("number").asInt();
    run.registered.set(
        new RegisteredVersion(id, modelId(), number, version.path("version").asInt()));
    return Result.of("%s:%d, %s; %s", MODEL, number, version.path("format").asText(), lineage);
  }

  /** One more run of the model, registered by who trained it and approved by somebody else. */
  RegisteredVersion approveAnother(TrainedRun trained) throws Exception {
    JsonNode version = registered(trained);
    JsonNode approved =
        run.reviewer.mutate(
            APPROVE,
            Map.of(
                "id",
                version.path("id").asText(),
                "expectedVersion",
                version.path("version").asInt(),
                "comment",
                "to be tried beside the champion"));
    Check.equal("status", approved.path("status").asText(), "APPROVED");
    return new RegisteredVersion(
        version.path("id").asText(),
        run.registered.get().modelId(),
        version.path("number").asInt(),
        approved.path("version").asInt());
  }

  private JsonNode registered(TrainedRun trained) throws Exception {
    return run.engineer.mutate(
        REGISTER,
        Map.of(
            "projectId",
            run.projectId.get(),
            "modelName",
            MODEL,
            "runId",
            trained.id(),
            "artifactPath",
            "model.onnx"));
  }

  private String modelId() throws Exception {
    JsonNode models = run.engineer.call(MODELS, Map.of("slug", run.slug));
    for (JsonNode edge : models.at("/project/models/edges")) {
      if (edge.path("node").path("name").asText().equals(MODEL)) {
        return edge.path("node").path("id").asText();
      }
    }
    throw Check.failed("the project has no model %s", MODEL);
  }

  /** From the version back to the file that was uploaded, edge by edge. */
  private String lineage(String versionId, TrainedRun best) throws Exception {
    JsonNode lineage = run.engineer.call(LINEAGE, Map.of("id", versionId)).at("/node/lineage");
    Map<String, Set<String>> causes = new HashMap<>();
    for (JsonNode edge : lineage.path("edges")) {
      causes
          .computeIfAbsent(edge.path("to").asText(), to -> new HashSet<>())
          .add(edge.path("from").asText());
    }
    Set<String> ofVersion = causes.getOrDefault(versionId, Set.of());
    Set<String> ofRun = causes.getOrDefault(best.id(), Set.of());
    Check.that(ofVersion.contains(best.id()), "the lineage does not reach the run");
    String shaped = run.shaped.get().versionId();
    Check.that(ofRun.contains(shaped), "the lineage does not reach what was trained on");
    String wine = run.validatedWine.get();
    Check.that(
        causes.getOrDefault(shaped, Set.of()).contains(wine),
        "the lineage does not reach what that was made of");
    List<String> kinds = lineage.path("nodes").findValuesAsText("__typename");
    Check.that(
        kinds.containsAll(List.of("Run", "DatasetVersion")), "nodes of the lineage: %s", kinds);
    return "from run %s, of %s, of %s"
        .formatted(best.name(), named(shaped), named(wine, DataFile.of("wine.csv")));
  }

  /** The version, which holds this file and no other. */
  private String named(String versionId, DataFile only) throws Exception {
    JsonNode files = version(versionId).at("/files/edges");
    Check.equal("files", files.size(), 1);
    Check.equal("file", files.at("/0/node/path").asText(), only.name());
    Check.equal("digest", files.at("/0/node/digest").asText(), "sha256:" + only.sha256());
    return named(versionId) + ": " + only.name();
  }

  private String named(String versionId) throws Exception {
    JsonNode version = version(versionId);
    return version.at("/dataset/name").asText() + " v" + version.path("number").asInt();
  }

  private JsonNode version(String id) throws Exception {
    return run.engineer.call(FILES, Map.of("id", id)).path("node");
  }

  private Map<String, Object> decision(RegisteredVersion version, String comment) {
    return Map.of("id", version.id(), "expectedVersion", version.version(), "comment", comment);
  }

  private Result ownApproval() throws Exception {
    RegisteredVersion version = run.registered.get();
    try {
      run.engineer.mutate(APPROVE, decision(version, "my own work is good"));
    } catch (Refused e) {
      Check.equal("code", e.code(), "FORBIDDEN");
      JsonNode after = run.engineer.call(STATUS, Map.of("id", version.id())).path("node");
      Check.equal("status", after.path("status").asText(), "REGISTERED");
      return Result.of("%s", e.getMessage());
    }
    throw Check.failed("the author's own approval was taken");
  }

  private Result approve() throws Exception {
    RegisteredVersion version = run.registered.get();
    JsonNode approved =
        run.reviewer.mutate(APPROVE, decision(version, "held-out accuracy is enough"));
    Check.equal("status", approved.path("status").asText(), "APPROVED");
    JsonNode approval = approved.path("approvals").path(0);
    Check.that(approval.path("approved").asBoolean(), "no approval is on record");
    for (JsonNode check : approval.path("checks")) {
      Check.that(check.path("passed").asBoolean(), "check %s", check);
    }
    run.approved.set(
        new RegisteredVersion(
            version.id(), version.modelId(), version.number(), approved.path("version").asInt()));
    return Result.of("by %s", approval.path("by").asText());
  }

  private Result champion() throws Exception {
    RegisteredVersion version = run.approved.get();
    JsonNode alias =
        run.engineer.mutate(
            SET_ALIAS,
            Map.of("modelId", version.modelId(), "alias", ALIAS, "modelVersionId", version.id()));
    Check.equal("target", alias.path("target").path("id").asText(), version.id());
    return Result.of("%s@%s is version %d", MODEL, ALIAS, version.number());
  }
}
