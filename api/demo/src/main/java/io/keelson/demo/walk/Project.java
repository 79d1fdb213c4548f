package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Refused;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Sign-in, and the project that everything else happens in. */
final class Project {
  private static final Duration SIGN_IN_LIMIT = Duration.ofSeconds(300);
  private static final String VIEWER =
      "{ viewer { person { name email } tenants { slug } permissions } }";
  private static final String CREATE =
      """
      mutation ($input: CreateProjectInput!) {
        createProject(input: $input) { id slug version }
      }
      """;
  private final DemoRun run;

  Project(DemoRun run) {
    this.run = run;
  }

  List<Step> steps() {
    return List.of(
        Step.of("sign in as an engineer", this::signIn), Step.of("create a project", this::create));
  }

  private Result signIn() throws Exception {
    JsonNode viewer = viewer();
    String email = viewer.path("person").path("email").asText();
    String tenant = run.addresses.tenant();
    Check.that(
        email.startsWith(run.addresses.user() + "@"),
        "signed in as %s (expected: %s)",
        email,
        run.addresses.user());
    Check.that(
        viewer.path("tenants").findValuesAsText("slug").contains(tenant),
        "%s is no member of %s",
        email,
        tenant);
    List<String> permissions = Answers.texts(viewer.path("permissions"));
    for (String needed : List.of("PROJECT_WRITE", "JOB_SUBMIT", "ENDPOINT_WRITE", "COST_READ")) {
      Check.that(permissions.contains(needed), "%s lacks %s in %s", email, needed, tenant);
    }
    for (String others : List.of("MEMBER_WRITE", "TENANT_WRITE")) {
      Check.that(!permissions.contains(others), "an engineer has %s in %s", others, tenant);
    }
    run.signedIn.set(email);
    return Result.of("%s, %d permissions in %s", email, permissions.size(), tenant);
  }

  /** On a platform that has just started, Keycloak still does. */
  private JsonNode viewer() throws Exception {
    AtomicReference<String> refusal = new AtomicReference<>("");
    return Patience.until(
        SIGN_IN_LIMIT,
        "sign-in",
        refusal::get,
        () -> {
          try {
            return Optional.of(run.engineer.call(VIEWER, Map.of()).path("viewer"));
          } catch (Refused e) {
            if (!e.mayPass()) {
              throw e;
            }
            refusal.set(e.getMessage());
            return Optional.empty();
          }
        });
  }

  private Result create() throws Exception {
    run.signedIn.get();
    JsonNode project =
        run.engineer.mutate(CREATE, Map.of("slug", run.slug, "name", "Wine " + run.slug));
    Check.equal("slug", project.path("slug").asText(), run.slug);
    run.projectId.set(project.path("id").asText());
    return Result.of("%s, version %d", run.slug, project.path("version").asInt());
  }
}
