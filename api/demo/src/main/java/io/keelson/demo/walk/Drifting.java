package io.keelson.demo.walk;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.demo.door.Json;
import io.keelson.demo.door.Refused;
import io.keelson.demo.door.SignedMessage;
import io.keelson.demo.report.Table;
import io.keelson.demo.step.Check;
import io.keelson.demo.step.LeftOut;
import io.keelson.demo.step.Patience;
import io.keelson.demo.step.Result;
import io.keelson.demo.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The wines come to be measured otherwise: that is found, and told to whom it concerns. */
final class Drifting {
  /** As long as a platform takes whose rules are looked at once a minute. */
  private static final Duration LIMIT = Duration.ofSeconds(180);

  private static final String WINDOW = "PT10S";
  private static final int MIN_ROWS = 100;
  private static final String FIRING = "alert.firing";

  private static final String CREATE_CHANNEL =
      """
      mutation ($input: CreateChannelInput!) {
        createChannel(input: $input) { channel { id host status } secret }
      }
      """;
  private static final String CREATE_RULE =
      """
      mutation ($input: CreateAlertRuleInput!) { createAlertRule(input: $input) { id status } }
      """;
  private static final String SET_DRIFT =
      """
      mutation ($input: SetDriftInput!) {
        setDrift(input: $input) { driftRule { window minRows needed windows alpha } }
      }
      """;
  private static final String DRIFT =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Endpoint {
          driftRule { counted dropped { total } }
          drift(first: 3) {
            from to rows referenceRows verdict
            features {
              name kind verdict psi
              tests { divergence value byChance floor adjustedPValue drifted }
            }
          }
        } }
      }
      """;
  private static final String ALERTS =
      """
      query ($slug: String!) {
        project(slug: $slug) {
          alerts { id status value firedAt rule { id } changes { status evidence } }
        }
      }
      """;
  private static final String DELIVERIES =
      """
      query ($id: ID!) {
        node(id: $id) { ... on Channel { deliveries { type status attempts lastStatus } } }
      }
      """;

  private final DemoRun run;
  private String secret;

  Drifting(DemoRun run) {
    this.run = run;
  }

  List<Step> steps() {
    return List.of(
        Step.of("open a webhook for alerts", this::openWebhook),
        Step.of("watch for drift; the readings shift", this::watch));
  }

  /** When some windows have passed. */
  List<Step> laterSteps() {
    return List.of(
        Step.of("the drift is found", this::found),
        Step.of("an alert comes to the webhook", this::alert));
  }

  /** When nobody asks the endpoint any more. */
  List<Step> lastSteps() {
    return List.of(Step.of("no caller was turned away", this::callers));
  }

  private Result openWebhook() throws Exception {
    Map<String, Object> input =
        Map.of(
            "projectId",
            run.projectId.get(),
            "name",
            "the demo itself",
            "kind",
            "WEBHOOK",
            "address",
            run.webhook.address().toString());
    JsonNode created;
    try {
      created = run.engineer.mutate(CREATE_CHANNEL, input);
    } catch (Refused e) {
      if (e.code().equals("VALIDATION")) {
        throw new LeftOut("this platform calls the open internet only (keelson.private-addresses)");
      }
      throw e;
    }
    Check.equal("channel", created.at("/channel/status").asText(), "ACTIVE");
    secret = created.path("secret").asText();
    run.channelId.set(created.at("/channel/id").asText());
    return Result.of("%s; its secret is shown this once", run.webhook.address());
  }

  private Result watch() throws Exception {
    String endpoint = run.endpointId.get();
    JsonNode rule =
        run.engineer
            .mutate(
                SET_DRIFT, Map.of("endpointId", endpoint, "window", WINDOW, "minRows", MIN_ROWS))
            .path("driftRule");
    Map<String, Object> alert = new HashMap<>();
    alert.put("projectId", run.projectId.get());
    alert.put("name", "the wines have changed");
    alert.put("kind", "DRIFT");
    alert.put("endpointId", endpoint);
    alert.put("threshold", 0);
    alert.put("window", "PT1M");
    alert.put("lasting", "PT0S");
    alert.put("severity", "WARNING");
    alert.put("channelIds", run.channelId.isKnown() ? List.of(run.channelId.get()) : List.of());
    run.alertRuleId.set(run.engineer.mutate(CREATE_RULE, alert).path("id").asText());
    Readings readings = new Readings(DataFile.of("wine.csv"));
    run.readings.set(readings);
    float[][] shifted = readings.features();
    run.shiftedRows.set(shifted);
    Traffic traffic = new Traffic(run, shifted);
    traffic.start();
    run.traffic.set(traffic);
    return Result.of(
        "windows of 10 s, %d of %d must show it, false alarms at most %s; from now on another instrument reads %s",
        rule.path("needed").asInt(),
        rule.path("windows").asInt(),
        percent(rule.path("alpha").asDouble()),
        String.join(", ", Readings.shifted()));
  }

  private Result found() throws Exception {
    String endpoint = run.endpointId.get();
    run.traffic.get();
    AtomicReference<String> seen = new AtomicReference<>("no window yet");
    JsonNode window =
        Patience.until(
            LIMIT,
            "drift",
            seen::get,
            () -> {
              JsonNode found = run.engineer.call(DRIFT, Map.of("id", endpoint)).path("node");
              Check.equal("dropped", found.at("/driftRule/dropped/total").asLong(), 0L);
              seen.set("verdicts: " + found.path("drift").findValuesAsText("verdict"));
              return Answers.with(found.path("drift"), "verdict", "DRIFTED");
            });
    List<String> drifted = new ArrayList<>();
    Table table = new Table("<>>>>>");
    table.row("feature", "PSI", "measure", "by chance", "at least", "adjusted p");
    for (JsonNode feature : window.path("features")) {
      if (feature.path("verdict").asText().equals("DRIFTED")) {
        drifted.add(feature.path("name").asText());
        strongest(feature.path("tests")).ifPresent(test -> row(table, feature, test));
      }
    }
    Check.that(
        drifted.containsAll(Readings.shifted()),
        "drifted: %s (expected: %s among them)",
        drifted,
        Readings.shifted());
    return Result.of(
            "DRIFTED: %s, by %d rows against %d of the training",
            String.join(", ", drifted),
            window.path("rows").asLong(),
            window.path("referenceRows").asLong())
        .with(table.lines());
  }

  private static Optional<JsonNode> strongest(JsonNode tests) {
    return Answers.with(tests, "drifted", "true");
  }

  private static void row(Table table, JsonNode feature, JsonNode test) {
    table.row(
        feature.path("name").asText(),
        rounded(feature.path("psi")),
        test.path("divergence").asText() + " " + rounded(test.path("value")),
        rounded(test.path("byChance")),
        rounded(test.path("floor")),
        String.format(Locale.ROOT, "%.1e", test.path("adjustedPValue").asDouble()));
  }

  private Result alert() throws Exception {
    String rule = run.alertRuleId.get();
    AtomicReference<String> seen = new AtomicReference<>("no alert yet");
    JsonNode alert =
        Patience.until(
            LIMIT,
            "an alert that fires",
            seen::get,
            () -> {
              JsonNode all = run.engineer.call(ALERTS, Map.of("slug", run.slug));
              seen.set(all.toString());
              return fired(all.at("/project/alerts"), rule);
            });
    run.alert.set(alert);
    double features = alert.path("value").asDouble();
    Check.that(features >= Readings.shifted().size(), "features of the alert: %s", features);
    if (!run.channelId.isKnown()) {
      throw new LeftOut("FIRING, %.0f features; there is no webhook to call".formatted(features));
    }
    SignedMessage message =
        Patience.until(
            LIMIT, "message to the webhook", () -> "none yet", () -> run.webhook.told(FIRING));
    Check.that(
        message.isSignedBy(secret, run.clock.instant()), "the signature is not the secret's");
    JsonNode said = Json.MAPPER.readTree(message.body());
    Check.equal("kind", said.at("/data/kind").asText(), "DRIFT");
    JsonNode deliveries = run.engineer.call(DELIVERIES, Map.of("id", run.channelId.get()));
    Check.that(
        Answers.with(deliveries.at("/node/deliveries"), "type", FIRING).isPresent(),
        "deliveries: %s",
        deliveries);
    return Result.of(
        "%s, %.0f features, verdict %s; the signature verifies by the secret",
        said.path("type").asText(),
        said.at("/data/value").asDouble(),
        said.at("/data/evidence/verdict").asText());
  }

  private Result callers() throws Exception {
    Traffic traffic = run.traffic.get();
    Check.that(traffic.end(), "a batch has no answer");
    Check.that(traffic.answered() > 0, "no batch was answered");
    Check.equal("failures", traffic.failures(), List.of());
    return Result.of(
        "%d batches beside the steps, %d rows in each, all of them answered",
        traffic.answered(), Traffic.BATCH_ROWS);
  }

  private static Optional<JsonNode> fired(JsonNode alerts, String rule) {
    for (JsonNode alert : alerts) {
      if (alert.at("/rule/id").asText().equals(rule) && !alert.path("firedAt").isNull()) {
        return Optional.of(alert);
      }
    }
    return Optional.empty();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String rounded(JsonNode number) {
    return number.isNumber() ? String.format(Locale.ROOT, "%.3f", number.asDouble()) : "";
  }
}
