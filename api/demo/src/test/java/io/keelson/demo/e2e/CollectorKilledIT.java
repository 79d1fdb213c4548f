package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The platform is killed again and again, a second after it was ready, while events are sent and
 * versions are sealed: every event that was acknowledged is in one version, and in it once.
 */
@Tag("heavy")
@Timeout(1_800)
final class CollectorKilledIT extends WholePlatform {
  private static final int KILLS = 8;
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String CREATE =
      """
      mutation ($d: ID!) {
        createCollector(input: {datasetId: $d, sealAfterRows: 300, sealAfter: "PT1S"}) { url }
      }
      """;
  private static final String LOOK =
      """
      query ($d: ID!) {
        node(id: $d) { ... on Dataset {
          collector { figures { accepted duplicates waitingRows } }
          versions(first: 100) { edges { node {
            status collectedFrom { rows } files(first: 5) { edges { node { downloadUrl } } }
          } } pageInfo { hasNextPage } }
        } }
      }
      """;

  CollectorKilledIT() {
    super("collector-killed");
  }

  @Test
  void everyAcknowledgedEventIsThereOnce() throws Exception {
    Workspace workspace = Workspace.create(doors, doors.machine, "collected");
    GraphQlClient caller = workspace.caller();
    String dataset =
        caller
            .mutate(
                "mutation ($input: CreateDatasetInput!) { createDataset(input: $input) { id } }",
                Map.of("projectId", workspace.projectId, "name", "events"))
            .path("id")
            .asText();
    URI door =
        URI.create(
            caller.call(CREATE, Map.of("d", dataset)).path("createCollector").path("url").asText());
    try (EventSender sender = new EventSender(door, doors.addresses.apiKey())) {
      for (int kill = 0; kill < KILLS; kill++) {
        Thread.sleep(BETWEEN);
        platform.kill();
        platform.start().awaitReady();
      }
      long atLast = sender.acknowledged();
      Waiting.until(PATIENCE, "it goes on", () -> sender.acknowledged() > atLast);
      sender.stop();
      assertThat(sender.wrongAnswer()).isNull();
      assertThat(sender.broken()).as("requests that a kill broke off").isPositive();

      JsonNode sealed = awaitSealed(caller, dataset);
      Map<String, Integer> found = rows(sealed);
      assertThat(sealed.at("/versions/pageInfo/hasNextPage").asBoolean()).isFalse();
      assertThat(found.values()).as("each once").containsOnly(1);
      assertThat(found.keySet()).isEqualTo(sender.acknowledgedIds());
      assertThat(sealed.at("/collector/figures/accepted").asLong()).isEqualTo(found.size());
      System.out.printf(
          "%d kills, %d events in %d versions, %d requests broken off, %d duplicates%n",
          KILLS,
          found.size(),
          sealed.at("/versions/edges").size(),
          sender.broken(),
          sealed.at("/collector/figures/duplicates").asLong());
    }
  }

  private static JsonNode awaitSealed(GraphQlClient caller, String dataset) throws Exception {
    Waiting.until(
        PATIENCE,
        "nothing waits",
        () ->
            caller
                    .call(LOOK, Map.of("d", dataset))
                    .at("/node/collector/figures/waitingRows")
                    .asLong()
                == 0);
    return caller.call(LOOK, Map.of("d", dataset)).path("node");
  }

  /** How often each id is in a version. */
  private Map<String, Integer> rows(JsonNode sealed) throws Exception {
    Map<String, Integer> found = new HashMap<>();
    for (JsonNode edge : sealed.at("/versions/edges")) {
      JsonNode files = edge.at("/node/files/edges");
      assertThat(files).hasSize(1);
      URI link = URI.create(files.get(0).at("/node/downloadUrl").asText());
      HttpResponse<InputStream> answer =
          doors.http.send(
              HttpRequest.newBuilder(link).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      long rows = 0;
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(answer.body()), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          found.merge(EventSender.idOf(line), 1, Integer::sum);
          rows++;
        }
      }
      assertThat(rows).isEqualTo(edge.at("/node/collectedFrom/rows").asLong());
    }
    return found;
  }
}
