package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of organisations, their plans and limits, and what operators do. */
final class TenantMutations {
  private TenantMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "createTenant",
            "CreateTenantInput",
            Map.of("slug", "fresh-tenant", "name", "n"),
            List.of("slug", "name"),
            List.of(),
            List.of("slug")),
        new WithInput(
            "setQuota",
            "SetQuotaInput",
            Map.of("tenantId", known.nobodys("tenant"), "name", "PROJECTS", "limit", 1),
            List.of("tenantId", "name"),
            List.of(),
            List.of("tenantId")),
        new WithInput(
            "setKeyPolicy",
            "SetKeyPolicyInput",
            Map.of("unusedAfter", "P30D", "expectedVersion", 99),
            List.of("unusedAfter"),
            List.of("maxLife"),
            List.of("unusedAfter", "maxLife")),
        new WithInput(
            "setTrustedDocumentsOnly",
            "SetTrustedDocumentsOnlyInput",
            Map.of("only", false, "expectedVersion", 99),
            List.of("only"),
            List.of(),
            List.of()),
        operatorsStep(known, "suspendTenant", "SuspendTenantInput"),
        operatorsStep(known, "resumeTenant", "ResumeTenantInput"),
        new WithInput(
            "setTenantPlan",
            "SetTenantPlanInput",
            Map.of(
                "id",
                known.nobodys("tenant"),
                "plan",
                "small",
                "expectedPlan",
                "standard",
                "reason",
                "agreed"),
            List.of("id", "plan", "expectedPlan", "reason"),
            List.of(),
            List.of("id")),
        new WithInput(
            "updateTenant",
            "UpdateTenantInput",
            Map.of("name", "n", "expectedVersion", 99),
            List.of("name"),
            List.of(),
            List.of()));
  }

  private static WithInput operatorsStep(Known known, String name, String type) {
    return new WithInput(
        name,
        type,
        Map.of("id", known.nobodys("tenant"), "reason", "unpaid"),
        List.of("id", "reason"),
        List.of(),
        List.of("id"));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "replayTenantDeadLetter",
            "id",
            Map.of("id", known.nobodys("deadletter"), "tenantId", known.nobodys("tenant")),
            "$id:ID!,$tenantId:ID!"),
        new WithArguments(
            "replayDeadLetter", "id", Map.of("id", known.nobodys("deadletter")), "$id:ID!"));
  }
}
