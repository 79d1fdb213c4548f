package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.demo.step.Patience;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A project of one test's own, with an experiment for its runs. */
final class Workspace {
  private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT");
  private static final Set<String> UNDER_WAY = Set.of("SCHEDULED", "RUNNING");
  private static final String CREATE_PROJECT =
      "mutation ($input: CreateProjectInput!) { createProject(input: $input) { id } }";
  private static final String CREATE_EXPERIMENT =
      "mutation ($input: CreateExperimentInput!) { createExperiment(input: $input) { id } }";
  private static final String SUBMIT =
      "mutation ($input: SubmitJobInput!) { submitJob(input: $input) { id run { id } } }";
  private static final String JOB =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Job {
          status reason exitCode attempt startedAt endedAt
          resources { cpus }
          run { id status }
          log(first: 1000) { lines { text } }
        } }
      }
      """;
  private static final String ARTIFACTS =
      "query ($id: ID!) { node(id: $id) { ... on Run { artifacts { path downloadUrl } } } }";

  final Doors doors;
  final String projectId;
  final String experimentId;
  private final GraphQlClient caller;

  private Workspace(Doors doors, GraphQlClient caller, String projectId, String experimentId) {
    this.doors = doors;
    this.caller = caller;
    this.projectId = projectId;
    this.experimentId = experimentId;
  }

  /** A new project; what is done in it is done by the caller. */
  static Workspace create(Doors doors, GraphQlClient caller, String slug) throws Exception {
    JsonNode project = caller.mutate(CREATE_PROJECT, Map.of("slug", slug, "name", slug));
    String projectId = project.path("id").asText();
    JsonNode experiment =
        caller.mutate(CREATE_EXPERIMENT, Map.of("projectId", projectId, "name", "all"));
    return new Workspace(doors, caller, projectId, experiment.path("id").asText());
  }

  GraphQlClient caller() {
    return caller;
  }

  /** A shell script as a job; returns the job's id. */
  String runScript(String name, String script) throws Exception {
    return submit(Map.of("name", name, "command", List.of("sh", "-c", script)));
  }

  /** Returns the job's id. */
  String submit(Map<String, ?> job) throws Exception {
    Map<String, Object> input = new HashMap<>(job);
    input.put("projectId", projectId);
    input.put("experimentId", experimentId);
    return caller.mutate(SUBMIT, input).path("id").asText();
  }

  JsonNode job(String id) throws Exception {
    return caller.call(JOB, Map.of("id", id)).path("node");
  }

  /** Waits until it runs and has said so. */
  void awaitLine(Duration limit, String jobId, String line) throws Exception {
    AtomicReference<JsonNode> last = new AtomicReference<>();
    Patience.until(
        limit,
        "the job says " + line,
        () -> String.valueOf(last.get()),
        () -> {
          last.set(job(jobId));
          assertThat(last.get().path("status").asText()).isNotIn(ENDED);
          boolean said = last.get().at("/log/lines").findValuesAsText("text").contains(line);
          return said ? Optional.of(true) : Optional.empty();
        });
  }

  /** Waits until the job has succeeded, and its run with it. */
  JsonNode awaitSuccess(Duration limit, String jobId) throws Exception {
    AtomicReference<JsonNode> last = new AtomicReference<>();
    JsonNode ended =
        Patience.until(
            limit,
            "end of the job",
            () -> String.valueOf(last.get()),
            () -> {
              last.set(job(jobId));
              boolean over =
                  ENDED.contains(last.get().path("status").asText())
                      && !UNDER_WAY.contains(last.get().at("/run/status").asText());
              return over ? Optional.of(last.get()) : Optional.empty();
            });
    assertThat(ended.path("status").asText()).as("%s", ended).isEqualTo("SUCCEEDED");
    assertThat(ended.at("/run/status").asText()).isEqualTo("FINISHED");
    return ended;
  }

  /** What the run has left, by path. */
  Map<String, byte[]> artifacts(String runId) throws Exception {
    Map<String, byte[]> found = new HashMap<>();
    for (JsonNode artifact :
        caller.call(ARTIFACTS, Map.of("id", runId)).path("node").path("artifacts")) {
      URI link = URI.create(artifact.path("downloadUrl").asText());
      found.put(artifact.path("path").asText(), doors.downloads.bytes(link));
    }
    return found;
  }

  Usage usage() throws Exception {
    return Usage.of(caller, projectId);
  }
}
