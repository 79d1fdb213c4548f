package io.keelson.api.retraining.check;

import io.keelson.api.catalog.dataset.DatasetGates;
import io.keelson.api.retraining.policy.PolicySpec;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is looked at before a run trains. All of it is looked at, so that whoever reads it sees
 * everything that is amiss.
 */
public final class RunChecks {
  private RunChecks() {}

  /**
   * @param name RIGHTS, CHAMPION, DATA, SUITE, EVALUATION_DATA, SCORABLE, NEW_ROWS, FEED or BUDGET
   * @param seen in words
   */
  public record Check(String name, boolean passed, String seen) {}

  /**
   * What a run would train on, and against what.
   *
   * @param newest of the data to train on
   * @param evaluation the newest of the data to score on
   * @param since gives what came since the last training; empty where nothing collects into the
   *     data set
   * @param lastTrained the version that the policy, or else the champion, was trained on; null for
   *     none
   */
  public record Data(
      UUID championId,
      NewestVersion newest,
      NewestVersion evaluation,
      Supplier<Optional<NewVersions>> since,
      UUID lastTrained) {
    /** Whether there are a champion, something to train on and something to score on. */
    boolean isFound() {
      return championId != null && newest.isFound() && evaluation.isFound();
    }
  }

  /**
   * What a transform would do.
   *
   * @param sources what it would read, the newest last
   * @param lacksLabels whether it names a data set of labels that has none to read
   * @param runs whether it would run, since the same was not made before
   */
  public record Transform(List<UUID> sources, boolean lacksLabels, boolean runs) {}

  /**
   * @param left of the tenant's and the project's budgets, the least, less what other runs may
   *     still cost; null where none is set
   */
  public record Costs(BigDecimal estimate, BigDecimal left) {}

  public static List<Check> look(
      Transaction tx,
      DatasetGates gates,
      Principal principal,
      UUID projectId,
      PolicySpec spec,
      Data data,
      Optional<LiveFeed.Seen> live,
      Costs costs) {
    List<Check> checks = new ArrayList<>();
    checks.add(rights(principal, projectId, spec));
    checks.add(champion(data));
    checks.add(new Check("DATA", data.newest().isFound(), data.newest().seen()));
    if (spec.suiteId() != null && data.newest().isFound()) {
      checks.add(BoundSuite.look(tx, spec.suiteId(), data.newest().id()));
    }
    List<UUID> trainedOn = data.newest().isFound() ? List.of(data.newest().id()) : List.of();
    checks.add(EvaluationData.look(tx, gates, principal, data, trainedOn));
    if (data.isFound()) {
      checks.add(Scorable.look(tx, spec, data));
    }
    if (data.newest().isFound()) {
      DataShape now = DataShape.of(tx, data.newest().id());
      Optional<DataShape> before =
          Optional.ofNullable(data.lastTrained()).map(version -> DataShape.of(tx, version));
      checks.add(newRows(spec, data, now, before));
      checks.add(feed(now, before, live));
    }
    checks.add(budget(spec, costs));
    return List.copyOf(checks);
  }

  /**
   * Those that fail before a transform is paid for: whatever is known without what it makes. Of
   * collected data, of which it may leave rows out or join labels to them, all rows are the most
   * that it can make.
   *
   * @param data with the newest that the transform would read as what to train on
   */
  public static List<Check> beforeTransform(
      Transaction tx,
      DatasetGates gates,
      Principal principal,
      UUID projectId,
      PolicySpec spec,
      Data data,
      Optional<LiveFeed.Seen> live,
      Costs costs,
      Transform transform) {
    List<Check> checks = new ArrayList<>();
    checks.add(rights(principal, projectId, spec));
    checks.add(champion(data));
    checks.add(new Check("DATA", data.newest().isFound(), data.newest().seen()));
    if (transform.lacksLabels()) {
      checks.add(new Check("DATA", false, "the data set of labels has no VALIDATED version"));
    }
    if (spec.suiteId() != null && transform.runs()) {
      checks.add(BoundSuite.inForce(tx, spec.suiteId()));
    }
    checks.add(EvaluationData.look(tx, gates, principal, data, transform.sources()));
    if (spec.minNewRows() > 0) {
      data.since().get().ifPresent(since -> checks.add(atMost(spec, since)));
    }
    live.flatMap(LiveFeed.Seen::declining)
        .ifPresent(breaks -> checks.add(new Check("FEED", false, breaks)));
    checks.add(budget(spec, costs));
    return checks.stream().filter(check -> !check.passed()).toList();
  }

  /** What declines a run, in words. */
  public static String reason(List<Check> failed) {
    return failed.stream()
        .map(check -> check.name() + ": " + check.seen())
        .collect(Collectors.joining("; "));
  }

  private static Check champion(Data data) {
    return new Check(
        "CHAMPION",
        data.championId() != null,
        data.championId() == null
            ? "no version has the alias champion: point it at one"
            : "a version has the alias champion");
  }

  private static Check rights(Principal principal, UUID projectId, PolicySpec spec) {
    List<Permission> needed =
        new ArrayList<>(
            List.of(
                Permission.DATASET_READ,
                Permission.JOB_SUBMIT,
                Permission.RUN_READ,
                Permission.RUN_WRITE,
                Permission.MODEL_READ,
                Permission.MODEL_WRITE));
    if (spec.transform() != null) {
      needed.add(Permission.DATASET_WRITE);
    }
    if (spec.endpointId() != null) {
      needed.add(Permission.ENDPOINT_WRITE);
    }
    List<String> lacking =
        needed.stream()
            .filter(permission -> !principal.may(permission, projectId))
            .map(Permission::name)
            .toList();
    return new Check(
        "RIGHTS",
        lacking.isEmpty(),
        lacking.isEmpty()
            ? principal.label() + " may do all of it"
            : principal.label() + " lacks " + String.join(", ", lacking));
  }

  /** Rows with a label of what is trained on that the last training has not had. */
  private static Check newRows(
      PolicySpec spec, Data data, DataShape now, Optional<DataShape> before) {
    if (spec.minNewRows() == 0) {
      return new Check("NEW_ROWS", true, "no number of new rows is demanded");
    }
    long labelled = now.labelled(spec.target());
    long had =
        data.since()
            .get()
            .map(since -> isNew(spec, data, since) ? 0L : labelled)
            .orElseGet(() -> before.map(shape -> shape.labelled(spec.target())).orElse(0L));
    return newRows(spec, labelled - had, "with a label");
  }

  /**
   * Of collected data: a transform was given what came since, unless nothing did and it made the
   * same again.
   */
  private static boolean isNew(PolicySpec spec, Data data, NewVersions since) {
    UUID trainedOn = data.newest().id();
    return spec.transform() == null
        ? since.versions().contains(trainedOn)
        : !trainedOn.equals(data.lastTrained());
  }

  private static Check atMost(PolicySpec spec, NewVersions since) {
    return newRows(spec, since.rows(), "collected, with a label or without");
  }

  private static Check newRows(PolicySpec spec, long rows, String which) {
    return new Check(
        "NEW_ROWS",
        rows >= spec.minNewRows(),
        "%,d more rows %s (expected: at least %,d)".formatted(rows, which, spec.minNewRows()));
  }

  /** The data beside what was trained on before, and what an endpoint is asked beside its model. */
  private static Check feed(
      DataShape now, Optional<DataShape> before, Optional<LiveFeed.Seen> live) {
    List<String> breaks =
        Stream.of(before.flatMap(now::breaks), live.flatMap(LiveFeed.Seen::declining))
            .flatMap(Optional::stream)
            .toList();
    if (!breaks.isEmpty()) {
      return new Check("FEED", false, String.join("; ", breaks));
    }
    if (before.isEmpty()) {
      String nothing = "no data to compare with";
      return new Check(
          "FEED",
          true,
          live.map(seen -> nothing + "; " + seen.told(seen.asWere() + " is as in training"))
              .orElse(nothing));
    }
    String asWere = "columns and missing values are as they were";
    return new Check(
        "FEED",
        true,
        live.map(seen -> asWere + "; " + seen.told("so is " + seen.asWere())).orElse(asWere));
  }

  /** Without amounts: whoever reads the run need not be one who reads costs. */
  private static Check budget(PolicySpec spec, Costs costs) {
    boolean within = costs.estimate().compareTo(spec.maxCost()) <= 0;
    boolean covered = costs.left() == null || costs.estimate().compareTo(costs.left()) <= 0;
    String left;
    if (costs.left() == null) {
      left = "no budget is set";
    } else {
      left = (covered ? "within" : "over") + " what is left of the budgets for it";
    }
    return new Check(
        "BUDGET",
        within && covered,
        "the estimate is %s what a run may cost; %s".formatted(within ? "within" : "over", left));
  }
}
