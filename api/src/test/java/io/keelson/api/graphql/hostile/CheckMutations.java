package io.keelson.api.graphql.hostile;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Of checks of data, and waivers of them. */
final class CheckMutations {
  private CheckMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "setExpectations",
            "SetExpectationsInput",
            Map.of(
                "datasetId",
                known.nobodys("dataset"),
                "expectedVersion",
                0,
                "expectations",
                List.of(Map.of("name", "expect_column_to_exist", "column", "a"))),
            List.of("datasetId"),
            List.of(),
            List.of("datasetId")),
        new WithInput(
            "importExpectations",
            "ImportExpectationsInput",
            Map.of(
                "datasetId",
                known.nobodys("dataset"),
                "expectedVersion",
                0,
                "suite",
                Map.of("expectations", List.of())),
            List.of("datasetId"),
            List.of(),
            List.of("datasetId")),
        new WithInput(
            "askForWaiver",
            "AskForWaiverInput",
            Map.of(
                "validationId",
                known.nobodys("validation"),
                "number",
                1,
                "reason",
                "known",
                "endsAt",
                OffsetDateTime.now(ZoneOffset.UTC).plusDays(1).toString()),
            List.of("validationId", "reason"),
            List.of(),
            List.of("validationId")),
        WithInput.decision(
            "grantWaiver",
            "DecideWaiverInput",
            Map.of("id", known.nobodys("waiver"), "expectedVersion", 1)),
        WithInput.decision(
            "declineWaiver",
            "DecideWaiverInput",
            Map.of("id", known.nobodys("waiver"), "expectedVersion", 1)),
        WithInput.decision(
            "endWaiver",
            "DecideWaiverInput",
            Map.of("id", known.nobodys("waiver"), "expectedVersion", 1)));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "validate",
            "id",
            Map.of("id", known.nobodys("datasetversion"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "retryValidation",
            "id",
            Map.of("id", known.get("version"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED));
  }
}
