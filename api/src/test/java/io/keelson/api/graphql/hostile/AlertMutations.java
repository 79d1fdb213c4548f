package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of alerts and the channels that tell of them. */
final class AlertMutations {
  private AlertMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "createAlertRule",
            "CreateAlertRuleInput",
            Map.of(
                "projectId",
                known.get("project"),
                "name",
                "failures",
                "kind",
                "JOB_FAILURE",
                "threshold",
                0,
                "window",
                "PT5M",
                "lasting",
                "PT0S",
                "severity",
                "WARNING"),
            List.of("projectId", "name", "window"),
            List.of(),
            List.of("projectId", "kind", "severity", "window", "lasting")),
        new WithInput(
            "updateAlertRule",
            "UpdateAlertRuleInput",
            Map.of(
                "id",
                known.nobodys("alertrule"),
                "expectedVersion",
                1,
                "name",
                "failures",
                "threshold",
                0,
                "window",
                "PT5M",
                "lasting",
                "PT0S",
                "severity",
                "WARNING"),
            List.of("id", "name"),
            List.of(),
            List.of("id", "severity", "window", "lasting")),
        new WithInput(
            "silenceAlertRule",
            "SilenceAlertRuleInput",
            Map.of("id", known.nobodys("alertrule"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "createChannel",
            "CreateChannelInput",
            Map.of(
                "projectId",
                known.get("project"),
                "name",
                "hooks",
                "kind",
                "WEBHOOK",
                "address",
                "https://nobody.invalid/"),
            List.of("projectId", "name", "address"),
            List.of(),
            List.of("projectId", "kind", "address")),
        new WithInput(
            "updateChannel",
            "UpdateChannelInput",
            Map.of("id", known.nobodys("channel"), "expectedVersion", 1),
            List.of("id"),
            List.of(),
            List.of("id")));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "rotateChannelSecret",
            "id",
            Map.of("id", known.nobodys("channel"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "deleteChannel",
            "id",
            Map.of("id", known.nobodys("channel"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "deleteAlertRule",
            "id",
            Map.of("id", known.nobodys("alertrule"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "acknowledgeAlert",
            "id",
            Map.of("id", known.nobodys("alert"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments("testChannel", "id", Map.of("id", known.nobodys("channel")), "$id:ID!"),
        new WithArguments(
            "redeliver",
            "id",
            Map.of("id", known.nobodys("delivery"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED));
  }
}
