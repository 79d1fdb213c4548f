package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of keys, service accounts and single sign-on. */
final class CredentialMutations {
  private CredentialMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "createServiceAccount",
            "CreateServiceAccountInput",
            Map.of("name", "fresh"),
            List.of("name"),
            List.of("description"),
            List.of()),
        new WithInput(
            "setServiceAccountGrants",
            "SetServiceAccountGrantsInput",
            Map.of(
                "id", known.nobodys("serviceaccount"), "expectedVersion", 1, "grants", List.of()),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "rotateApiKey",
            "RotateApiKeyInput",
            Map.of("id", known.nobodys("apikey")),
            List.of("id"),
            List.of(),
            List.of("id")),
        new WithInput(
            "setSignOnProvider",
            "SetSignOnProviderInput",
            Map.of(
                "issuer",
                "https://1.1.1.1",
                "clientId",
                "c",
                "clientSecret",
                "s",
                "role",
                "VIEWER"),
            List.of("issuer", "clientId"),
            List.of(),
            List.of("issuer")),
        new WithInput(
            "addSignOnDomain",
            "AddSignOnDomainInput",
            Map.of("domain", "fresh.example"),
            List.of("domain"),
            List.of(),
            List.of("domain")),
        new WithInput(
            "createApiKey",
            "CreateApiKeyInput",
            Map.of("name", "k", "permissions", List.of("RUN_READ")),
            List.of("name"),
            List.of(),
            List.of()));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "deleteServiceAccount",
            "id",
            Map.of("id", known.nobodys("serviceaccount"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "removeSignOnProvider",
            "id",
            Map.of("id", known.nobodys("signonprovider"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "verifySignOnDomain",
            "id",
            Map.of("id", known.nobodys("signondomain"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments(
            "removeSignOnDomain",
            "id",
            Map.of("id", known.nobodys("signondomain"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED),
        new WithArguments("revokeApiKey", "id", Map.of("id", known.nobodys("apikey")), "$id:ID!"));
  }
}
