package io.keelson.api.retraining.policy;

import io.keelson.api.retraining.schedule.CronSchedule;
import io.keelson.api.transform.TransformSubmission;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** What a policy may say. */
final class PolicyBounds {
  private static final int MAX_CANARY_STEPS = 20;
  private static final int MAX_CHANNELS = 10;
  private static final int MAX_PARAMETERS_BYTES = 16 << 10;
  private static final int MAX_TRAININGS = 1_000;
  private static final long MAX_NEW_ROWS = 1_000_000_000_000L;
  private static final BigDecimal MAX_COST = BigDecimal.TEN.pow(9);
  private static final Duration MAX_COOLDOWN = Duration.ofDays(90);
  private static final Duration MAX_PERIOD = Duration.ofDays(366);
  private static final Set<String> SET_BY_THE_RUN = Set.of("task", "data", "target");

  private PolicyBounds() {}

  /**
   * @throws Invalid naming the first field that is out of bounds
   */
  static void check(PolicySpec spec) {
    Input.present("input.datasetId", spec.datasetId());
    Input.present("input.evaluationDatasetId", spec.evaluationDatasetId());
    Input.present("input.experimentId", spec.experimentId());
    Input.name("input.target", spec.target());
    if (spec.schedule() != null) {
      CronSchedule.of("input.schedule", spec.schedule().cron(), spec.schedule().zone())
          .requireSpaced("input.schedule");
    }
    parameters(spec.parameters());
    if (spec.transform() != null) {
      Input.present("input.transform.datasetId", spec.transform().datasetId());
      TransformSubmission.requireStatement("input.transform.sql", spec.transform().sql());
    }
    Input.range("input.minNewRows", spec.minNewRows(), 0, MAX_NEW_ROWS);
    cost(spec.maxCost());
    if (!(spec.maxPValue() > 0 && spec.maxPValue() <= 0.5)) {
      throw new Invalid("input.maxPValue", spec.maxPValue(), "above 0, at most 0.5");
    }
    within("input.cooldown", spec.cooldown(), Duration.ZERO, MAX_COOLDOWN);
    Input.range("input.maxTrainings", spec.maxTrainings(), 1, MAX_TRAININGS);
    within("input.period", spec.period(), Duration.ofHours(1), MAX_PERIOD);
    canary(spec);
    Input.size("input.channelIds", spec.channelIds(), 0, MAX_CHANNELS);
  }

  private static void parameters(JsonObject parameters) {
    int bytes = parameters.encode().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PARAMETERS_BYTES) {
      throw new Invalid(
          "input.parameters", bytes + " bytes", "at most " + MAX_PARAMETERS_BYTES + " bytes");
    }
    if (parameters.encode().contains("\\u0000")) {
      throw new Invalid("input.parameters", "a null character", "none: the database stores none");
    }
    for (String name : parameters.fieldNames()) {
      if (SET_BY_THE_RUN.contains(name)) {
        throw new Invalid("input.parameters", name, "none of " + SET_BY_THE_RUN);
      }
    }
  }

  private static void cost(BigDecimal cost) {
    Input.present("input.maxCost", cost);
    // The precision is looked at first: stripping zeros off 1E+1000000000 would fill the memory.
    boolean bounded = cost.precision() <= 64 && Math.abs((long) cost.scale()) <= 64;
    if (!bounded
        || cost.signum() <= 0
        || cost.compareTo(MAX_COST) > 0
        || cost.stripTrailingZeros().scale() > 2) {
      throw new Invalid(
          "input.maxCost", cost, "above 0, at most 10^9, with at most 2 decimal places");
    }
  }

  private static void canary(PolicySpec spec) {
    if (spec.endpointId() == null) {
      Input.size("input.canary", spec.canary(), 0, 0);
      return;
    }
    Input.size("input.canary", spec.canary(), 0, MAX_CANARY_STEPS);
    int before = 0;
    for (PolicySpec.CanaryStep step : spec.canary()) {
      Input.range("input.canary.weight", step.weight(), 1, 99);
      if (step.weight() <= before) {
        throw new Invalid("input.canary.weight", step.weight(), "more than " + before);
      }
      before = step.weight();
      within("input.canary.hold", step.hold(), Duration.ofSeconds(1), Duration.ofDays(7));
    }
  }

  private static void within(String field, Duration value, Duration least, Duration most) {
    Input.present(field, value);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new Invalid(field, value, least + " to " + most);
    }
  }
}
