package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.sample.SampleProject;
import io.keelson.demo.sample.SampleScript;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.Fact;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A project to look around in, for a platform that stays up: what a team would have made in a
 * month, with the decisions and the endpoint for which it takes several people.
 */
final class Sample {
  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final Duration BILL_LIMIT = Duration.ofSeconds(90);
  private static final String COST =
      """
      query ($id: ID!, $period: PeriodInput!) {
        node(id: $id) { ... on Project { cost(period: $period) { total { amount } } } }
      }
      """;
  private final DemoRun run;
  private final SampleScript script = SampleScript.read();
  private final SampleProject project;
  private final List<Fact<Boolean>> loaded = new ArrayList<>();

  Sample(DemoRun run) {
    this.run = run;
    project =
        new SampleProject(
            script,
            Map.of("engineer", run.engineer, "reviewer", run.reviewer, "owner", run.owner),
            run.tus,
            run.clock.instant(),
            run.slug.replace("wine-", "sample-"));
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (JsonNode phase : script.phases()) {
      String title = phase.path("title").asText().toLowerCase(Locale.ROOT);
      steps.add(Step.of("sample project: " + title, () -> load(title, phase)));
    }
    steps.add(Step.of("sample project: its bill", this::bill));
    return steps;
  }

  /** A phase stands on all before it. */
  private Result load(String title, JsonNode phase) throws Exception {
    run.signedIn.get();
    for (Fact<Boolean> before : loaded) {
      before.get();
    }
    Fact<Boolean> done = new Fact<>("sample project's " + title);
    loaded.add(done);
    int steps = project.load(phase);
    done.set(true);
    return Result.of("%d %s", steps, steps == 1 ? "step" : "steps");
  }

  private Result bill() throws Exception {
    loaded.getLast().get();
    BigDecimal amount =
        Patience.until(
            BILL_LIMIT,
            "bill of the sample project",
            () -> "nothing is billed yet",
            () -> Optional.of(amount()).filter(found -> found.signum() > 0));
    Check.that(
        amount.compareTo(CENT) < 0, "it cost %s euros (expected: less than %s)", amount, CENT);
    return Result.of("%s euros so far, real ones", amount.toPlainString());
  }

  private BigDecimal amount() throws Exception {
    Instant now = run.clock.instant();
    Map<String, String> period =
        Map.of(
            "from",
            now.minus(Duration.ofDays(1)).toString(),
            "to",
            now.plus(Duration.ofHours(1)).toString());
    JsonNode answer = run.engineer.call(COST, Map.of("id", project.projectId(), "period", period));
    return Answers.decimal(answer.at("/node/cost/total/amount"));
  }
}
