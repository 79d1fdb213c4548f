package io.keelson.demo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.GraphQlClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the ledger says about one project. */
final class Usage {
  private static final int MAX_PAGES = 50;
  private static final String USAGE =
      """
      query ($projectId: ID!, $period: PeriodInput!, $after: String) {
        usage(projectId: $projectId, period: $period, first: 100, after: $after) {
          edges { node { id meter quantity source from to } }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;
  private final List<UsageLine> lines;

  private Usage(List<UsageLine> lines) {
    this.lines = lines;
  }

  static Usage of(GraphQlClient caller, String projectId) throws IOException, InterruptedException {
    Instant now = Instant.now();
    Map<String, Object> variables = new HashMap<>();
    variables.put("projectId", projectId);
    variables.put(
        "period",
        Map.of(
            "from", now.minus(Duration.ofDays(1)).toString(),
            "to", now.plus(Duration.ofDays(1)).toString()));
    List<UsageLine> lines = new ArrayList<>();
    for (int page = 0; page < MAX_PAGES; page++) {
      JsonNode usage = caller.call(USAGE, variables).path("usage");
      usage.path("edges").forEach(edge -> lines.add(UsageLine.of(edge.path("node"))));
      if (!usage.path("pageInfo").path("hasNextPage").asBoolean()) {
        return new Usage(lines);
      }
      variables.put("after", usage.path("pageInfo").path("endCursor").asText());
    }
    throw new IllegalStateException("the ledger has more than " + MAX_PAGES + " pages");
  }

  /** Of one meter, in order. */
  List<UsageLine> lines(String meter) {
    return lines.stream()
        .filter(line -> line.meter().equals(meter))
        .sorted(Comparator.comparing(UsageLine::from).thenComparing(UsageLine::to))
        .toList();
  }

  BigDecimal sum(String meter) {
    return lines(meter).stream().map(UsageLine::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Each line once, and each window beginning where the one before has ended. */
  static void assertSeamless(List<UsageLine> lines) {
    assertThat(lines).isNotEmpty();
    assertThat(lines).extracting(UsageLine::id).doesNotHaveDuplicates();
    OffsetDateTime end = lines.getFirst().from();
    for (UsageLine line : lines) {
      assertThat(line.from()).as("windows %s", lines).isEqualTo(end);
      end = line.to();
    }
  }
}
