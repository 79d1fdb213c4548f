package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Jobs as their submitter follows them. */
final class Jobs {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT");
  private static final String SUBMIT =
      """
      mutation ($input: SubmitJobInput!) {
        submitJob(input: $input) { id status run { id } }
      }
      """;
  private static final String FOLLOW =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Job { name status reason startedAt endedAt run { id status } } }
      }
      """;

  private static final String LOG =
      "query ($id: ID!) { node(id: $id) { ... on Job { log(first: 1000) { lines { text } } } } }";

  /** A job in the queue and the run that shows what comes of it. */
  record Submitted(String id, String runId) {}

  /** A job that ended well. */
  record Ended(OffsetDateTime startedAt, OffsetDateTime endedAt) {
    double seconds() {
      return Duration.between(startedAt, endedAt).toMillis() / 1000.0;
    }

    boolean overlaps(Ended other) {
      return startedAt.isBefore(other.endedAt) && other.startedAt.isBefore(endedAt);
    }
  }

  private final DemoRun run;

  Jobs(DemoRun run) {
    this.run = run;
  }

  Submitted submit(Map<String, ?> input) throws Exception {
    JsonNode job = run.engineer.mutate(SUBMIT, input);
    String runId = job.path("run").path("id").asText();
    Check.that(!runId.isEmpty(), "the job has no run");
    run.submittedRuns.add(runId);
    return new Submitted(job.path("id").asText(), runId);
  }

  /**
   * Waits for the job's end.
   *
   * @throws io.keelson.demo.step.CheckFailed when it does not end well
   */
  Ended awaitSuccess(Submitted job) throws Exception {
    AtomicReference<String> status = new AtomicReference<>("");
    JsonNode ended =
        Patience.until(
            LIMIT,
            "end of the job",
            status::get,
            () -> {
              JsonNode found = run.engineer.call(FOLLOW, Map.of("id", job.id())).path("node");
              status.set(found.path("status").asText());
              return Optional.of(found).filter(node -> isOver(node));
            });
    if (!status.get().equals("SUCCEEDED")) {
      throw Check.failed(
          "job %s: %s, %s (last words: %s)",
          ended.path("name").asText(), status.get(), ended.path("reason").asText(), lastWords(job));
    }
    Check.equal("status of the run", ended.path("run").path("status").asText(), "FINISHED");
    return new Ended(
        OffsetDateTime.parse(ended.path("startedAt").asText()),
        OffsetDateTime.parse(ended.path("endedAt").asText()));
  }

  private String lastWords(Submitted job) throws Exception {
    JsonNode log = run.engineer.call(LOG, Map.of("id", job.id()));
    List<String> lines = log.at("/node/log/lines").findValuesAsText("text");
    return lines.isEmpty() ? "none" : lines.getLast();
  }

  /** The run ends by an event that follows the job's end. */
  private static boolean isOver(JsonNode job) {
    String status = job.path("status").asText();
    String runStatus = job.path("run").path("status").asText();
    return ENDED.contains(status) && !Set.of("SCHEDULED", "RUNNING").contains(runStatus);
  }
}
