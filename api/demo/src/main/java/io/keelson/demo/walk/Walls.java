package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.demo.door.Inference;
import io.keelson.demo.door.Refused;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What others may not do here, and may not even see. */
final class Walls {
  private static final int MAX_PAGES = 100;
  private static final String CREATE =
      "mutation ($input: CreateProjectInput!) { createProject(input: $input) { id } }";
  private static final String PROJECT = "query ($slug: String!) { project(slug: $slug) { id } }";
  private static final String NODE = "query ($id: ID!) { node(id: $id) { id } }";
  private static final String PROJECTS =
      """
      query ($after: String) {
        projects(first: 100, after: $after) {
          edges { node { id slug } }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  private final DemoRun run;

  Walls(DemoRun run) {
    this.run = run;
  }

  List<Step> steps() {
    return List.of(
        Step.of("a viewer is refused", this::viewer),
        Step.of("another organisation sees nothing", this::other),
        Step.of("nor does it get predictions", this::gateway));
  }

  private Result viewer() throws Exception {
    run.projectId.get();
    String slug = run.slug + "-viewer";
    JsonNode seen = run.viewer.call(PROJECT, Map.of("slug", run.slug)).path("project");
    Check.equal("project that a viewer reads", seen.path("id").asText(), run.projectId.get());
    try {
      run.viewer.mutate(CREATE, Map.of("slug", slug, "name", "not allowed"));
    } catch (Refused e) {
      Check.equal("code", e.code(), "FORBIDDEN");
      Check.that(isUnseen(run.engineer, PROJECT, Map.of("slug", slug)), "the project was made");
      return Result.of("reads the project; createProject: %s", e.getMessage());
    }
    throw Check.failed("a viewer made the project %s", slug);
  }

  private Result other() throws Exception {
    String tenant = run.addresses.otherTenant();
    Map<String, String> ids = new LinkedHashMap<>();
    ids.put("project", run.projectId.get());
    run.validatedWine.ifKnown(id -> ids.put("data set version", id));
    run.bestRun.ifKnown(best -> ids.put("run", best.id()));
    run.bestRun.ifKnown(best -> ids.put("job", best.jobId()));
    run.registered.ifKnown(version -> ids.put("model version", version.id()));
    run.endpointId.ifKnown(id -> ids.put("endpoint", id));
    for (Map.Entry<String, String> id : ids.entrySet()) {
      boolean unseen = isUnseen(run.other, NODE, Map.of("id", id.getValue()));
      Check.that(unseen, "%s sees the %s", tenant, id.getKey());
      boolean seen = !isUnseen(run.engineer, NODE, Map.of("id", id.getValue()));
      Check.that(seen, "the engineer does not see the %s", id.getKey());
    }
    boolean unseen = isUnseen(run.other, PROJECT, Map.of("slug", run.slug));
    Check.that(unseen, "%s sees the project by its slug", tenant);
    List<String> slugs = projects(run.other);
    Check.that(!slugs.contains(run.slug), "the project is in the list %s", slugs);
    Check.that(projects(run.engineer).contains(run.slug), "the project is not in our own list");
    String stranger = refuseStranger();
    return Result.of(
        "ids of %s: null; slug and list: nothing; its owner in our tenant: %s",
        String.join(", ", ids.keySet()), stranger);
  }

  private Result gateway() throws Exception {
    run.endpointId.get();
    String grpc = refusal(run.otherGrpc, "NOT_FOUND");
    String rest = refusal(run.otherRest, "HTTP 404");
    return Result.of("gRPC: %s; REST: %s", grpc, rest);
  }

  /** A person who names a tenant that is not theirs. */
  private String refuseStranger() throws Exception {
    try {
      run.otherPerson.call(PROJECT, Map.of("slug", run.slug));
    } catch (Refused e) {
      Check.oneOf("code", e.code(), "FORBIDDEN", "NOT_FOUND", "UNAUTHENTICATED");
      return e.code();
    }
    throw Check.failed("a stranger who named our tenant was let in");
  }

  private String refusal(Inference door, String code) throws Exception {
    try {
      door.predict(run.slug, new float[1][13]);
    } catch (Refused e) {
      Check.equal("code", e.code(), code);
      return e.code();
    }
    throw Check.failed("another organisation's key got a prediction");
  }

  /** Whether the only field of the answer is null, or refused as not found. */
  private static boolean isUnseen(GraphQlClient caller, String document, Map<String, ?> variables)
      throws Exception {
    try {
      return caller.call(document, variables).iterator().next().isNull();
    } catch (Refused e) {
      Check.equal("code", e.code(), "NOT_FOUND");
      return true;
    }
  }

  private static List<String> projects(GraphQlClient caller) throws Exception {
    List<String> slugs = new ArrayList<>();
    String after = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      Map<String, Object> variables = new HashMap<>();
      variables.put("after", after);
      JsonNode projects = caller.call(PROJECTS, variables).path("projects");
      slugs.addAll(projects.path("edges").findValuesAsText("slug"));
      if (!projects.path("pageInfo").path("hasNextPage").asBoolean()) {
        return slugs;
      }
      after = projects.path("pageInfo").path("endCursor").asText();
    }
    throw Check.failed("the list of projects has more than %d pages", MAX_PAGES);
  }
}
