package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * A tenant's organization and identity provider in Keycloak. Each call brings Keycloak from
 * whatever state it is in to the one that is wanted, so that it can be repeated after any failure.
 *
 * <p>What is set there, and why:
 *
 * <ul>
 *   <li>The first sign-in makes a new account and never joins one that is there: the flow {@value
 *       #FLOW} has no step that links. A provider can name whichever address it likes; it gets
 *       nobody's account by that. Nor is there a step at which the newcomer edits what it named.
 *   <li>Accounts are named {@code <alias>.<subject>}, so that a provider takes no names away. An
 *       address it can take, until the next {@link #sweep}.
 *   <li>{@code trustEmail} is off: an address that a provider names is never a verified one here,
 *       and opens no invitation.
 *   <li>Whoever the provider does not call {@code email_verified} does not get in.
 *   <li>The address that the provider names at each sign-in is kept with the session. That note and
 *       the name of the provider are what {@link Provisioning} believes; the account's own address
 *       can be changed by its owner.
 * </ul>
 */
@ApplicationScoped
class RealmOrganizations {
  static final String FLOW = "keelson single sign-on";
  private static final String MEMBERSHIP = "keelson single sign-on membership";

  /** The flow, from its first step to its last. */
  private static final List<Step> STEPS =
      List.of(
          new Step("idp-create-user-if-unique", 0, "REQUIRED"),
          new Step(MEMBERSHIP, 0, "CONDITIONAL"),
          new Step("conditional-user-configured", 1, "REQUIRED"),
          new Step("idp-add-organization-member", 1, "REQUIRED"));

  private record Step(String name, int level, String requirement) {}

  private static final int PAGE = 200;
  private static final int MAX_PAGES = 50;
  private final RealmDoor realm;
  private volatile boolean flowIsThere;

  RealmOrganizations(RealmDoor realm) {
    this.realm = realm;
  }

  /** How the tenant's provider is called, and with which secret. */
  record Wanted(
      String issuer,
      String clientId,
      String clientSecret,
      CustomerProvider.Metadata metadata,
      List<String> domains) {}

  /**
   * Has Keycloak send people with an address in these domains to the tenant's provider. Another
   * issuer is another provider: it does not get the accounts of the one before, whose subjects it
   * could name.
   */
  void tell(UUID tenantId, Wanted wanted) {
    ensureFlow();
    String alias = ProviderAlias.of(tenantId);
    JsonCalls.Answer before = realm.admin("GET", "/identity-provider/instances/" + alias, null);
    if (before.isGood() && issuer(before) == null) {
      throw new Unavailable("Keycloak does not say which issuer " + alias + " has", null);
    }
    if (before.isGood() && !wanted.issuer().equals(issuer(before))) {
      forget(tenantId);
    }
    ensureProvider(alias, wanted);
    ensureMappers(alias);
    wanted.domains().forEach(domain -> takeFromOtherTenants(domain, alias));
    String organization = ensureOrganization(alias, wanted.domains());
    String linked = "/organizations/" + organization + "/identity-providers";
    if (!named(realm.admin("GET", linked, null).array(), "alias", alias).isPresent()) {
      require(realm.admin("POST", linked, alias), "the organization takes no provider");
    }
    // Linking resets what ties the two together.
    JsonObject provider =
        realm.admin("GET", "/identity-provider/instances/" + alias, null).object();
    JsonObject config = provider.getJsonObject("config");
    config.put("kc.org.domain", "ANY").put("kc.org.broker.redirect.mode.email-matches", "true");
    config.put("clientSecret", wanted.clientSecret());
    realm.admin("PUT", "/identity-provider/instances/" + alias, provider);
  }

  /** Keycloak forgets the organization, its provider and the accounts that came by it. */
  void forget(UUID tenantId) {
    String alias = ProviderAlias.of(tenantId);
    while (sweep(tenantId, List.of()) > 0) {
      // there may be more than a sweep looks at
    }
    organization(alias)
        .ifPresent(found -> realm.admin("DELETE", "/organizations/" + found.getString("id"), null));
    realm.admin("DELETE", "/identity-provider/instances/" + alias, null);
  }

  /**
   * Removes the accounts that the tenant's provider made under other addresses than those of its
   * domains, at most 10,000 looked at; other accounts, which their owners linked to it, stay.
   *
   * @return how many were removed
   */
  int sweep(UUID tenantId, List<String> domains) {
    String alias = ProviderAlias.of(tenantId);
    List<String> strangers = new ArrayList<>();
    for (int page = 0; page < MAX_PAGES; page++) {
      List<JsonObject> accounts =
          objects(
              realm
                  .admin(
                      "GET",
                      "/users?briefRepresentation=true&idpAlias=%s&first=%d&max=%d"
                          .formatted(alias, page * PAGE, PAGE),
                      null)
                  .array());
      accounts.stream()
          .filter(account -> account.getString("username", "").startsWith(alias + "."))
          .filter(account -> !domains.contains(SignOnRows.domainOf(account.getString("email"))))
          .forEach(account -> strangers.add(account.getString("id")));
      if (accounts.size() < PAGE) {
        break;
      }
    }
    strangers.forEach(id -> realm.admin("DELETE", "/users/" + id, null));
    return strangers.size();
  }

  /** One step after the other, since the server may stop in between. */
  private void ensureFlow() {
    if (flowIsThere) {
      return;
    }
    ensureFlow(FLOW);
    List<JsonObject> there = objects(realm.admin("GET", executions(FLOW), null).array());
    for (int i = there.size(); i < STEPS.size(); i++) {
      add(STEPS.get(i));
    }
    there = objects(realm.admin("GET", executions(FLOW), null).array());
    if (!there.stream()
        .map(RealmOrganizations::name)
        .toList()
        .equals(STEPS.stream().map(Step::name).toList())) {
      throw new Unavailable(
          "the flow \"%s\" in Keycloak has other steps than %s: remove it".formatted(FLOW, STEPS),
          null);
    }
    for (int i = 0; i < STEPS.size(); i++) {
      String wanted = STEPS.get(i).requirement();
      if (!wanted.equals(there.get(i).getString("requirement"))) {
        realm.admin("PUT", executions(FLOW), there.get(i).put("requirement", wanted));
      }
    }
    flowIsThere = true;
  }

  private void ensureFlow(String name) {
    if (realm.admin("GET", executions(name), null).status() == 404) {
      realm.admin(
          "POST",
          "/authentication/flows",
          Map.of(
              "alias",
              name,
              "description",
              "Makes a new account; joins none that is there",
              "providerId",
              "basic-flow",
              "topLevel",
              true,
              "builtIn",
              false));
    }
  }

  private void add(Step step) {
    if (step.name().equals(MEMBERSHIP)) {
      realm.admin(
          "POST",
          executions(FLOW) + "/flow",
          Map.of(
              "alias", MEMBERSHIP,
              "description", "Makes them a member of the organization",
              "provider", "registration-page-form",
              "type", "basic-flow"));
    } else {
      String of = step.level() == 0 ? FLOW : MEMBERSHIP;
      realm.admin("POST", executions(of) + "/execution", Map.of("provider", step.name()));
    }
  }

  private static String name(JsonObject execution) {
    return execution.getBoolean("authenticationFlow", false)
        ? execution.getString("displayName")
        : execution.getString("providerId");
  }

  private static String executions(String flow) {
    return "/authentication/flows/" + flow.replace(" ", "%20") + "/executions";
  }

  private void ensureProvider(String alias, Wanted wanted) {
    JsonObject config =
        new JsonObject()
            .put("issuer", wanted.issuer())
            .put("authorizationUrl", wanted.metadata().authorizationEndpoint())
            .put("tokenUrl", wanted.metadata().tokenEndpoint())
            .put("jwksUrl", wanted.metadata().keysUri())
            .put("useJwksUrl", "true")
            .put("validateSignature", "true")
            .put("clientId", wanted.clientId())
            .put("clientSecret", wanted.clientSecret())
            .put("clientAuthMethod", "client_secret_post")
            .put("pkceEnabled", "true")
            .put("pkceMethod", "S256")
            .put(
                "defaultScope",
                wanted.metadata().offline()
                    ? "openid profile email offline_access"
                    : "openid profile email")
            .put("syncMode", "IMPORT")
            .put("filteredByClaim", "true")
            .put("claimFilterName", "email_verified")
            .put("claimFilterValue", "true")
            .put("storeTokenInSession", "true")
            .put("backchannelSupported", "true");
    if (wanted.metadata().userInfoEndpoint() == null) {
      config.put("disableUserInfo", "true");
    } else {
      config.put("userInfoUrl", wanted.metadata().userInfoEndpoint());
    }
    JsonObject provider =
        new JsonObject()
            .put("alias", alias)
            .put("providerId", "oidc")
            .put("enabled", true)
            .put("trustEmail", false)
            .put("storeToken", false)
            .put("linkOnly", false)
            .put("hideOnLogin", true)
            .put("authenticateByDefault", false)
            .put("firstBrokerLoginFlowAlias", FLOW)
            .put("config", config);
    String path = "/identity-provider/instances";
    JsonCalls.Answer before = realm.admin("GET", path + "/" + alias, null);
    if (before.status() == 404) {
      require(realm.admin("POST", path, provider), "the provider is there and is not");
      return;
    }
    // What Keycloak keeps beside, such as the organization, stays.
    JsonObject kept = before.object();
    JsonObject keptConfig = kept.getJsonObject("config", new JsonObject());
    keptConfig.mergeIn(config);
    kept.mergeIn(provider).put("config", keptConfig);
    realm.admin("PUT", path + "/" + alias, kept);
  }

  private void ensureMappers(String alias) {
    String path = "/identity-provider/instances/" + alias + "/mappers";
    List<JsonObject> there = objects(realm.admin("GET", path, null).array());
    for (JsonObject mapper : List.of(usernames(alias), addresses(alias))) {
      if (there.stream().noneMatch(m -> mapper.getString("name").equals(m.getString("name")))) {
        require(realm.admin("POST", path, mapper), "the mapper is there and is not");
      }
    }
  }

  private static JsonObject usernames(String alias) {
    return new JsonObject()
        .put("name", "usernames of their own")
        .put("identityProviderAlias", alias)
        .put("identityProviderMapper", "oidc-username-idp-mapper")
        .put(
            "config",
            new JsonObject()
                .put("syncMode", "IMPORT")
                .put("template", "${ALIAS}.${CLAIM.sub}")
                .put("target", "LOCAL"));
  }

  private static JsonObject addresses(String alias) {
    return new JsonObject()
        .put("name", "the address that the provider named")
        .put("identityProviderAlias", alias)
        .put("identityProviderMapper", "oidc-user-session-note-idp-mapper")
        .put(
            "config",
            new JsonObject()
                .put("syncMode", "FORCE")
                .put("claims", "[{\"key\":\"email\",\"value\":\".*\"}]")
                .put("are.claim.values.regex", "true"));
  }

  /**
   * A domain counts for one tenant: another one's organization that still has it has not heard yet
   * that it lost it. Organizations that are no tenant's keep theirs.
   */
  private void takeFromOtherTenants(String domain, String alias) {
    String search = "/organizations?exact=true&briefRepresentation=false&search=" + domain;
    for (JsonObject found : objects(realm.admin("GET", search, null).array())) {
      String holder = found.getString("alias");
      if (!alias.equals(holder) && ProviderAlias.tenant(holder).isPresent()) {
        JsonArray left = new JsonArray();
        objects(found.getJsonArray("domains", new JsonArray())).stream()
            .filter(held -> !domain.equalsIgnoreCase(held.getString("name")))
            .forEach(left::add);
        realm.admin("PUT", "/organizations/" + found.getString("id"), found.put("domains", left));
      }
    }
  }

  private String ensureOrganization(String alias, List<String> domains) {
    JsonArray wanted = new JsonArray();
    domains.forEach(
        domain -> wanted.add(new JsonObject().put("name", domain).put("verified", true)));
    Optional<JsonObject> there = organization(alias);
    JsonObject organization =
        there
            .orElseGet(JsonObject::new)
            .put("name", alias)
            .put("alias", alias)
            .put("enabled", true)
            .put("domains", wanted);
    if (there.isPresent()) {
      String path = "/organizations/" + there.get().getString("id");
      require(realm.admin("PUT", path, organization), "another organization has a domain");
      return there.get().getString("id");
    }
    require(
        realm.admin("POST", "/organizations", organization), "another organization has a domain");
    return organization(alias)
        .orElseThrow(() -> new Unavailable("the organization is not there yet", null))
        .getString("id");
  }

  private Optional<JsonObject> organization(String alias) {
    String search = "/organizations?exact=true&briefRepresentation=false&search=" + alias;
    return named(realm.admin("GET", search, null).array(), "alias", alias);
  }

  private static String issuer(JsonCalls.Answer provider) {
    return provider.object().getJsonObject("config", new JsonObject()).getString("issuer");
  }

  private static void require(JsonCalls.Answer answer, String otherwise) {
    if (!answer.isGood()) {
      throw new Unavailable(
          "Keycloak: " + otherwise + ": " + answer.object().getString("errorMessage", ""), null);
    }
  }

  private static Optional<JsonObject> named(JsonArray list, String field, String name) {
    return objects(list).stream().filter(o -> name.equals(o.getString(field))).findFirst();
  }

  private static List<JsonObject> objects(JsonArray list) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .toList();
  }
}
