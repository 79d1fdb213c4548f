package io.keelson.demo.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.demo.door.Json;
import io.keelson.demo.door.Refused;
import io.keelson.demo.door.TusClient;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A sample project on its way into an organisation, by the public API alone. */
public final class SampleProject {
  /** Things that move on by themselves may do so between the question and the change. */
  private static final int MOST_CONFLICTS = 5;

  private static final String SOMEBODY = "engineer";
  private final SampleScript script;
  private final Map<String, GraphQlClient> people;
  private final TusClient tus;
  private final Instant startedAt;
  private final Kept kept;

  /**
   * @param people who carry the steps out, by the word of the script; {@code engineer} those that
   *     name nobody
   */
  public SampleProject(
      SampleScript script,
      Map<String, GraphQlClient> people,
      TusClient tus,
      Instant startedAt,
      String slug) {
    this.script = script;
    this.people = Map.copyOf(people);
    this.tus = tus;
    this.startedAt = startedAt;
    this.kept = new Kept(slug);
  }

  /** Of the project itself, once its phase is over. */
  public String projectId() {
    return kept.get("project").asText();
  }

  /**
   * Carries out a phase, a step after the other.
   *
   * @return how many steps it had
   */
  public int load(JsonNode phase) throws Exception {
    int steps = 0;
    for (JsonNode step : phase.path("steps")) {
      take(step);
      steps++;
    }
    return steps;
  }

  private void take(JsonNode step) throws Exception {
    if (step.has("call")) {
      call(step);
    } else if (step.has("upload")) {
      upload(step);
    } else if (step.has("curve")) {
      curve(step);
    } else {
      await(step);
    }
  }

  private JsonNode ask(String person, String operation, JsonNode variables) throws Exception {
    Map<String, JsonNode> values = new HashMap<>();
    variables.properties().forEach(field -> values.put(field.getKey(), field.getValue()));
    return people.get(person).call(script.document(operation), values);
  }

  private void call(JsonNode step) throws Exception {
    String person = step.path("as").asText(SOMEBODY);
    JsonNode fresh = step.path("fresh");
    for (int conflicts = 0; ; conflicts++) {
      if (fresh.isObject()) {
        String question = fresh.path("call").asText();
        kept.take(fresh.path("keep"), ask(person, question, kept.filled(fresh.path("with"))));
      }
      try {
        JsonNode variables = kept.filled(step.path("with"));
        kept.take(step.path("keep"), ask(person, step.path("call").asText(), variables));
        return;
      } catch (Refused e) {
        if (!e.code().equals("CONFLICT") || !fresh.isObject() || conflicts == MOST_CONFLICTS) {
          throw e;
        }
      }
    }
  }

  private void upload(JsonNode step) throws Exception {
    String name = step.path("upload").asText();
    byte[] bytes = script.file(name).getBytes(StandardCharsets.UTF_8);
    ObjectNode variables = Json.MAPPER.createObjectNode();
    variables
        .putObject("input")
        .put("path", name)
        .put("sizeBytes", bytes.length)
        .set("datasetVersionId", kept.filled(step.path("into")));
    JsonNode answer = ask(SOMEBODY, "SampleStartUpload", variables);
    URI link = URI.create(answer.at("/startUpload/url").asText());
    long held = tus.append(link, 0, bytes, 0, bytes.length);
    Check.equal("bytes held of " + name, held, (long) bytes.length);
  }

  /** What a run measured, with the times of a day before. */
  private void curve(JsonNode step) throws Exception {
    Instant from =
        startedAt
            .truncatedTo(ChronoUnit.DAYS)
            .minus(Duration.ofDays(step.path("day").asLong()))
            .plus(Duration.ofMinutes(step.path("minute").asLong()));
    ObjectNode variables = Json.MAPPER.createObjectNode();
    ObjectNode input = variables.putObject("input");
    input.set("runId", kept.filled(step.path("run")));
    ArrayNode metrics = input.putArray("metrics");
    for (Map.Entry<String, JsonNode> metric : step.path("metrics").properties()) {
      int at = 0;
      for (JsonNode value : metric.getValue()) {
        at++;
        metrics
            .addObject()
            .put("key", metric.getKey())
            .put("step", at)
            .put("at", from.plusSeconds(at * step.path("everySeconds").asLong()).toString())
            .set("value", value);
      }
    }
    ask(SOMEBODY, step.path("curve").asText(), variables);
  }

  private void await(JsonNode step) throws Exception {
    String operation = step.path("await").asText();
    JsonNode variables = kept.filled(step.path("with"));
    AtomicReference<String> state = new AtomicReference<>("");
    Patience.until(
        Duration.ofSeconds(step.path("seconds").asLong()),
        operation,
        state::get,
        () -> {
          JsonNode answer = ask(SOMEBODY, operation, variables);
          String found = Kept.valueAt(answer, step.path("at").asText()).asText();
          String why = Kept.valueAt(answer, step.path("why").asText("node")).asText();
          state.set(found + (why.isEmpty() ? "" : ": " + why));
          Check.that(!has(step.path("never"), found), "%s: %s", operation, state.get());
          return has(step.path("until"), found) ? Optional.of(found) : Optional.empty();
        });
  }

  private static boolean has(JsonNode texts, String text) {
    for (JsonNode one : texts) {
      if (one.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }
}
