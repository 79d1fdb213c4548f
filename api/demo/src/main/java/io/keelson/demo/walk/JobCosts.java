package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.step.Check;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What the project's jobs say that they cost, each by itself. */
final class JobCosts {
  private static final String COST =
      """
      query ($id: ID!) {
        node(id: $id) {
          ... on Run { cost { amount currency } }
          ... on Job { cost { amount currency } }
          ... on RetrainingRun { cost { amount currency } steps { jobId } }
        }
      }
      """;

  /** What the platform runs in the project by itself: data sets were validated. */
  private static final String VALIDATIONS =
      """
      query ($slug: String!) {
        project(slug: $slug) {
          jobs(first: 100) { edges { node { name status cost { amount currency } } } }
        }
      }
      """;

  private final DemoRun run;

  JobCosts(DemoRun run) {
    this.run = run;
  }

  /** Of all of them. */
  BigDecimal all() throws Exception {
    BigDecimal sum = validations();
    for (List<String> ids : List.of(run.submittedRuns, run.jobsWithoutRun)) {
      for (String id : ids) {
        sum = sum.add(amount(read(id)));
      }
    }
    return sum.stripTrailingZeros();
  }

  /**
   * Of the three jobs that the alert had run.
   *
   * @throws io.keelson.demo.step.CheckFailed unless the retraining lists the same
   */
  BigDecimal retraining() throws Exception {
    JsonNode retraining = read(run.retraining.get());
    BigDecimal jobs = BigDecimal.ZERO;
    int priced = 0;
    for (JsonNode step : retraining.path("steps")) {
      if (step.path("jobId").isTextual()) {
        jobs = jobs.add(amount(read(step.path("jobId").asText())));
        priced++;
      }
    }
    Check.equal("jobs of the retraining", priced, 3);
    BigDecimal listed = amount(retraining).stripTrailingZeros();
    Check.equal("cost of the retraining", listed, jobs.stripTrailingZeros());
    Check.that(listed.signum() > 0, "the retraining costs nothing");
    return listed;
  }

  private JsonNode read(String id) throws Exception {
    return run.engineer.call(COST, Map.of("id", id)).path("node");
  }

  private static BigDecimal amount(JsonNode priced) {
    return Answers.decimal(priced.at("/cost/amount"));
  }

  private BigDecimal validations() throws Exception {
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode edge :
        run.engineer.call(VALIDATIONS, Map.of("slug", run.slug)).at("/project/jobs/edges")) {
      if (edge.at("/node/name").asText().equals("validate")) {
        sum = sum.add(amount(edge.path("node")));
      }
    }
    Check.that(sum.signum() > 0, "validating the data sets costs nothing");
    return sum;
  }
}
