package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.report.Table;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The project's bill, line by line, and the same from the ledger. */
final class Bill {
  private static final Duration METERED_LIMIT = Duration.ofSeconds(90);
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(15);
  private static final int MAX_PAGES = 1_000;
  private static final String INFERENCE = "inference.requests";

  private static final String COST =
      """
      query ($slug: String!, $period: PeriodInput!) {
        project(slug: $slug) {
          cost(period: $period) {
            total { amount currency }
            lines(by: [RESOURCE, DAY]) {
              resource day meter quantity unit
              unitPrice { amount currency }
              amount { amount currency }
            }
          }
        }
      }
      """;
  private static final String USAGE =
      """
      query ($projectId: ID!, $period: PeriodInput!, $after: String) {
        usage(projectId: $projectId, period: $period, first: 100, after: $after) {
          edges { node {
            id meter quantity projectId resource from
            unitPrice { amount currency }
            amount { amount currency }
          } }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  /** The bill and the ledger it was made from. */
  private record Books(JsonNode cost, Statement bill, Statement ledger, int ledgerLines) {}

  private final DemoRun run;
  private final JobCosts costs;
  private final Map<String, String> period;

  Bill(DemoRun run) {
    this.run = run;
    this.costs = new JobCosts(run);
    Instant now = run.clock.instant();
    period =
        Map.of(
            "from", now.minus(Duration.ofDays(1)).toString(),
            "to", now.plus(Duration.ofDays(1)).toString());
  }

  List<Step> steps() {
    return List.of(Step.of("usage is metered", this::metered));
  }

  /** When nothing runs any more. */
  List<Step> lastSteps() {
    return List.of(Step.of("bill equals the ledger", this::books));
  }

  private Result metered() throws Exception {
    run.endpointId.get();
    AtomicReference<Statement> last = new AtomicReference<>(new Statement());
    Statement bill =
        Patience.until(
            METERED_LIMIT,
            "usage of jobs, replica and inference",
            () -> "metered so far: " + meters(last.get()),
            () -> {
              last.set(bill(cost()));
              return Optional.of(last.get()).filter(this::isComplete);
            });
    requireAllCounted(bill);
    return Result.of(
        "%d meters; %d predictions sent and counted", meters(bill).size(), run.predictionsSent());
  }

  private void requireAllCounted(Statement bill) {
    BigDecimal requests = bill.quantity(INFERENCE);
    Check.that(
        requests.compareTo(BigDecimal.valueOf(run.predictionsSent())) == 0,
        "%s: %s (expected: %d, as many as were sent)",
        INFERENCE,
        requests.toPlainString(),
        run.predictionsSent());
  }

  /** More requests than were sent end the waiting too: they are an error, not a matter of time. */
  private boolean isComplete(Statement bill) {
    return bill.quantity("job.cpu_seconds").signum() > 0
        && bill.quantity("job.memory_gib_seconds").signum() > 0
        && bill.quantity("replica.cpu_seconds").signum() > 0
        && bill.quantity("replica.memory_gib_seconds").signum() > 0
        && bill.quantity(INFERENCE).compareTo(BigDecimal.valueOf(run.predictionsSent())) >= 0;
  }

  private static List<String> meters(Statement bill) {
    return bill.lines().keySet().stream().map(LedgerKey::meter).distinct().toList();
  }

  private Result books() throws Exception {
    run.projectId.get();
    Books books =
        Patience.until(
            QUIET_LIMIT,
            "a moment without new usage",
            () -> "the bill changed during each reading of the ledger",
            this::booksOfOneMoment);
    JsonNode total = books.cost().path("total");
    BigDecimal charged = Answers.decimal(total.path("amount")).stripTrailingZeros();
    Check.equal("sum of the bill's lines", books.bill().total(), charged);
    Check.equal("sum of the ledger's lines", books.ledger().total(), charged);
    Check.that(charged.signum() > 0, "the bill comes to nothing");
    for (LedgerKey line : books.bill().lines().keySet()) {
      Check.equal(
          "%s of %s".formatted(line.meter(), line.resource()),
          books.bill().lines().get(line),
          books.ledger().lines().get(line));
    }
    requireAllCounted(books.bill());
    Check.equal("cost of runs and other jobs", costs.all(), books.bill().amount("job."));
    Check.equal("lines", books.bill().lines().keySet(), books.ledger().lines().keySet());
    return Result.of(
            "%s %s, %s of it to train anew, in %d lines, the same from %d ledger lines",
            charged.toPlainString(),
            total.path("currency").asText(),
            costs.retraining().toPlainString(),
            books.bill().lines().size(),
            books.ledgerLines())
        .with(table(books));
  }

  /** Storage is metered on while we read: only a bill that did not change meanwhile counts. */
  private Optional<Books> booksOfOneMoment() throws Exception {
    JsonNode before = cost();
    Statement ledger = new Statement();
    int lines = readLedger(ledger);
    boolean unchanged = cost().equals(before);
    return unchanged
        ? Optional.of(new Books(before, bill(before), ledger, lines))
        : Optional.empty();
  }

  private JsonNode cost() throws Exception {
    return run.engineer
        .call(COST, Map.of("slug", run.slug, "period", period))
        .path("project")
        .path("cost");
  }

  private static Statement bill(JsonNode cost) {
    Statement bill = new Statement();
    cost.path("lines").forEach(bill::addCostLine);
    return bill;
  }

  private int readLedger(Statement ledger) throws Exception {
    int lines = 0;
    String after = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      Map<String, Object> variables = new HashMap<>();
      variables.put("projectId", run.projectId.get());
      variables.put("period", period);
      variables.put("after", after);
      JsonNode usage = run.engineer.call(USAGE, variables).path("usage");
      for (JsonNode edge : usage.path("edges")) {
        JsonNode line = edge.path("node");
        Check.equal("project", line.path("projectId").asText(), run.projectId.get());
        ledger.addLedgerLine(line);
        lines++;
      }
      if (!usage.path("pageInfo").path("hasNextPage").asBoolean()) {
        return lines;
      }
      after = usage.path("pageInfo").path("endCursor").asText();
    }
    throw Check.failed("the ledger has more than %d pages", MAX_PAGES);
  }

  private static List<String> table(Books books) {
    Table table = new Table("<<<>>>>");
    table.row("day", "resource", "meter", "quantity", "unit price", "amount", "ledger");
    books
        .bill()
        .lines()
        .forEach(
            (key, sum) ->
                table.row(
                    key.day(),
                    key.resource(),
                    key.meter(),
                    sum.quantity().toPlainString(),
                    key.unitPrice().toPlainString(),
                    sum.amount().toPlainString(),
                    books.ledger().lines().get(key).amount().toPlainString()));
    return table.lines();
  }
}
