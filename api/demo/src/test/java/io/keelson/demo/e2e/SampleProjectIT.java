package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import io.keelson.demo.sample.SampleProject;
import io.keelson.demo.sample.SampleScript;
import io.keelson.demo.step.Patience;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sample project on a whole platform: filled, read, billed, and removed as a whole. */
@Tag("heavy")
final class SampleProjectIT {
  private static final int RUNS_ELSEWHERE = 104;

  /** Seven trainings, and what profiles each of the three versions. */
  private static final int JOBS = 10;

  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final Duration BILL_LIMIT = Duration.ofSeconds(90);
  private static final Duration REMOVAL_LIMIT = Duration.ofMinutes(3);
  private static final String SLUG = "sample-it";

  private static final String PROJECT =
      """
      query ($id: ID!, $period: PeriodInput!, $after: String) {
        node(id: $id) { ... on Project {
          version state
          runs(first: 100, after: $after) {
            edges { node { status tags { key value } metrics { key at } } }
            pageInfo { hasNextPage endCursor }
          }
          datasets(first: 10) { edges { node { versions(first: 10) { edges { node {
            number status difference { files { added removed changed } } } } } } } }
          jobs(first: 50) { edges { node { name status reason } } }
          models(first: 10) { edges { node { name versions(first: 10) { edges { node {
            status approvals { approved comment } } } } } } }
          endpoints(first: 10) { edges { node {
            revisions { number status }
            traffic(period: $period, buckets: 1) { requests errors } } } }
          cost(period: $period) { total { amount } }
        } }
      }
      """;
  private static final String BUDGETS = "{ budgets { projectId amount { amount } } }";
  private static final String COST =
      """
      query ($period: PeriodInput!) {
        cost(period: $period) { lines(by: [PROJECT]) {
          projectId amount { amount } removedProject { name slug removedAt } } }
      }
      """;
  private static final String REMOVE =
      """
      mutation ($input: RemoveProjectInput!) {
        removeProject(input: $input) { startedAt project { state } }
      }
      """;
  private static final String LEFT =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Project { state removal { left { what count } } } }
      }
      """;
  private static final String SLUGS = "{ projects(first: 100) { edges { node { slug } } } }";

  @Test
  @Timeout(900)
  void isFilledThroughThePublicApiCostsLessThanACentAndIsRemovedAsAWhole() throws Exception {
    try (ExternalServers servers = new ExternalServers();
        Installation installation = Installation.create()) {
      Map<String, String> properties = new HashMap<>(servers.properties());
      int port = Ports.free();
      properties.put("keelson.http.port", Integer.toString(port));
      properties.put("keelson.management.port", Integer.toString(Ports.free()));
      properties.put("keelson.gateway.port", Integer.toString(Ports.free()));
      properties.put("keelson.broker.api-url", "http://127.0.0.1:" + port);
      // Links of uploads name the platform as it knows itself.
      properties.put("keelson.http.url", "http://127.0.0.1:" + port);
      try (PlatformProcess platform =
              new PlatformProcess(installation, "sample", properties).start().awaitReady();
          Doors doors = new Doors(servers.environment(installation))) {
        GraphQlClient owner = doors.person("owner");
        SampleProject sample =
            new SampleProject(
                SampleScript.read(),
                Map.of(
                    "engineer", doors.person("engineer"),
                    "reviewer", doors.person("reviewer"),
                    "owner", owner),
                doors.tus,
                Instant.now(),
                SLUG);
        for (JsonNode phase : SampleScript.read().phases()) {
          sample.load(phase);
        }
        String id = sample.projectId();
        assertThatItIsThere(owner, id);
        BigDecimal billed = bill(owner, id);
        assertThat(billed).isPositive().isLessThan(CENT);

        remove(owner, id);

        assertThat(owner.call(SLUGS, Map.of()).findValuesAsText("slug")).doesNotContain(SLUG);
        assertThat(owner.call(BUDGETS, Map.of()).findValuesAsText("projectId")).doesNotContain(id);
        JsonNode line = lineOf(owner, id);
        assertThat(line.at("/removedProject/name").asText()).isEqualTo("Sample: wine");
        assertThat(line.at("/removedProject/removedAt").asText()).isNotEmpty();
        assertThat(totalOf(owner, id)).isBetween(billed, CENT);
        platform.stop();
      }
    }
  }

  private static void assertThatItIsThere(GraphQlClient owner, String id) throws Exception {
    JsonNode first = project(owner, id, null);
    JsonNode rest = project(owner, id, first.at("/runs/pageInfo/endCursor").asText());
    long elsewhere = elsewhere(first) + elsewhere(rest);
    assertThat(elsewhere).isEqualTo(RUNS_ELSEWHERE);
    assertThat(first.path("datasets").findValuesAsText("status"))
        .containsExactlyInAnyOrder("VALIDATED", "VALIDATED", "VALIDATED");
    assertThat(first.path("jobs").findValuesAsText("status"))
        .hasSize(JOBS)
        .contains("SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED");
    assertThat(first.path("jobs").findValuesAsText("reason"))
        .anySatisfy(reason -> assertThat(reason).isNotBlank());
    assertThat(first.path("models").findValuesAsText("status"))
        .containsExactlyInAnyOrder("APPROVED", "APPROVED", "APPROVED", "REJECTED");
    assertThat(first.at("/endpoints/edges/0/node/revisions").size()).isEqualTo(2);
    awaitTraffic(owner, id);
    assertThat(owner.call(BUDGETS, Map.of()).findValuesAsText("projectId")).contains(id);
  }

  /** Gateways tell what they counted some seconds later. */
  private static void awaitTraffic(GraphQlClient owner, String id) throws Exception {
    Patience.until(
        BILL_LIMIT,
        "traffic",
        () -> "no requests",
        () ->
            project(owner, id, null).at("/endpoints/edges/0/node/traffic/0/requests").asInt() > 0
                ? Optional.of(true)
                : Optional.empty());
  }

  private static long elsewhere(JsonNode project) {
    return StreamSupport.stream(project.at("/runs/edges").spliterator(), false)
        .filter(
            edge -> edge.path("node").path("tags").findValuesAsText("value").contains("elsewhere"))
        .count();
  }

  private static JsonNode project(GraphQlClient owner, String id, String after) throws Exception {
    Map<String, Object> variables = new HashMap<>();
    variables.put("id", id);
    variables.put("period", period());
    variables.put("after", after);
    return owner.call(PROJECT, variables).path("node");
  }

  private static Map<String, String> period() {
    Instant now = Instant.now();
    return Map.of(
        "from", now.minus(Duration.ofHours(2)).toString(),
        "to", now.plus(Duration.ofMinutes(10)).toString());
  }

  /**
   * Lines come for as long as something that has ended is metered: the bill stands once no more do.
   */
  private static BigDecimal bill(GraphQlClient owner, String id) throws Exception {
    AtomicReference<BigDecimal> last = new AtomicReference<>(BigDecimal.ZERO);
    return Patience.until(
        BILL_LIMIT,
        "bill",
        () -> last.get().toPlainString(),
        () -> {
          BigDecimal now = totalOf(owner, id);
          last.set(now);
          return now.signum() > 0 ? Optional.of(now) : Optional.empty();
        });
  }

  private static BigDecimal totalOf(GraphQlClient owner, String id) throws Exception {
    BigDecimal total = BigDecimal.ZERO;
    for (JsonNode line : linesOf(owner, id)) {
      total = total.add(new BigDecimal(line.at("/amount/amount").asText()));
    }
    return total;
  }

  private static JsonNode lineOf(GraphQlClient owner, String id) throws Exception {
    return linesOf(owner, id).getFirst();
  }

  private static List<JsonNode> linesOf(GraphQlClient owner, String id) throws Exception {
    JsonNode lines = owner.call(COST, Map.of("period", period())).at("/cost/lines");
    return StreamSupport.stream(lines.spliterator(), false)
        .filter(line -> line.path("projectId").asText().equals(id))
        .toList();
  }

  private static void remove(GraphQlClient owner, String id) throws Exception {
    int version = project(owner, id, null).path("version").asInt();
    JsonNode removal =
        owner.mutate(REMOVE, Map.of("id", id, "expectedVersion", version, "slug", SLUG));
    assertThat(removal.at("/project/state").asText()).isEqualTo("REMOVING");
    AtomicReference<JsonNode> left = new AtomicReference<>();
    Patience.until(
        REMOVAL_LIMIT,
        "removal",
        () -> String.valueOf(left.get()),
        () -> {
          left.set(owner.call(LEFT, Map.of("id", id)).path("node"));
          return left.get().isNull() ? Optional.of(true) : Optional.empty();
        });
  }
}
