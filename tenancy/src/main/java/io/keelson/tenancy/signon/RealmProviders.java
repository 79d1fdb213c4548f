package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A tenant's identity provider in Keycloak. What is set there, and why:
 *
 * <ul>
 *   <li>Accounts are named {@code <alias>.<subject>}, so that a provider takes no names away.
 *   <li>{@code trustEmail} is on: an address that a provider names and calls verified needs no mail
 *       of the platform, and only one of the tenant's own domains gets in: nobody else has an
 *       account by it. The front door counts no such address as verified beyond that; it opens no
 *       invitation.
 *   <li>What a provider says is in its identity tokens alone: who it is about is not asked for once
 *       more, where another address could be named.
 *   <li>Whoever the provider does not call {@code email_verified} does not get in.
 *   <li>The address and the subject that the provider names at each sign-in are kept with the
 *       session, and beside them which provider said so, of which issuer. The account's own address
 *       can be changed; and a session that two providers have spoken in says so by that.
 * </ul>
 */
@ApplicationScoped
class RealmProviders {
  /** The attribute of accounts that says whether their provider called the address verified. */
  static final String EMAIL_VERIFIED = "keelson_email_verified";

  private static final String PATH = "/identity-provider/instances/";
  private final RealmDoor realm;

  RealmProviders(RealmDoor realm) {
    this.realm = realm;
  }

  /** How the tenant's provider is called, and with which secret. */
  record Wanted(
      String issuer,
      String clientId,
      String clientSecret,
      CustomerProvider.Metadata metadata,
      List<String> domains) {}

  /** The whole of an address in one of these domains, for Keycloak's filter. */
  static String addressIn(List<String> domains) {
    return domains.stream()
        .map(domain -> domain.replace(".", "\\."))
        .collect(Collectors.joining("|", "(?i)[^@\\s]+@(", ")"));
  }

  /** What a session says of the provider that named its address: the alias, then the issuer. */
  static String namedBy(String alias, String issuer) {
    return alias + " " + issuer;
  }

  /**
   * The issuer that Keycloak knows; empty where the provider is not there.
   *
   * @throws Unavailable when Keycloak does not say
   */
  Optional<String> issuer(String alias) {
    JsonCalls.Answer answer = realm.admin("GET", PATH + alias, null);
    if (!answer.isGood()) {
      return Optional.empty();
    }
    String issuer = config(answer.object()).getString("issuer");
    if (issuer == null) {
      throw new Unavailable("Keycloak does not say which issuer " + alias + " has", null);
    }
    return Optional.of(issuer);
  }

  /**
   * Keycloak looks names up by itself: a provider that has moved into a private network is
   * disabled. One whose name leads nowhere now stays, for that may be a fault of our own name
   * server.
   *
   * @throws Unavailable where a name leads nowhere now
   * @throws CustomerProvider.Unusable for who was disabled
   */
  void requirePublic(String alias, ProviderAddresses addresses) {
    for (String url : called(alias)) {
      switch (addresses.reach(url)) {
        case ALLOWED -> {}
        case UNRESOLVED -> throw new Unavailable("the name is not resolved now: " + url, null);
        case REFUSED -> {
          disable(alias);
          throw new CustomerProvider.Unusable("an address of it is not of the internet any more");
        }
      }
    }
  }

  /**
   * Whether the provider is held to these domains, as this release wants it; also where it is not
   * there.
   */
  boolean isHeldTo(String alias, List<String> domains) {
    JsonCalls.Answer answer = realm.admin("GET", PATH + alias, null);
    JsonObject provider = answer.object();
    return !answer.isGood()
        || provider.getBoolean("trustEmail", false)
            && RealmFlow.EACH_SIGN_IN.name().equals(provider.getString("postBrokerLoginFlowAlias"))
            && isFiltered(config(provider), domains);
  }

  /** The filter looks at identity tokens alone. */
  private static boolean isFiltered(JsonObject config, List<String> domains) {
    return "true".equals(config.getString("filteredByClaim"))
        && "email".equals(config.getString("claimFilterName"))
        && addressIn(domains).equals(config.getString("claimFilterValue"))
        && "true".equals(config.getString("disableUserInfo"));
  }

  /** The addresses that Keycloak calls by itself; none where the provider is not there. */
  private List<String> called(String alias) {
    JsonObject config = config(realm.admin("GET", PATH + alias, null).object());
    return List.of("tokenUrl", "jwksUrl", "userInfoUrl").stream()
        .map(config::getString)
        .filter(url -> url != null && !url.isEmpty())
        .toList();
  }

  /** Nobody signs in there until the provider is set again. */
  void disable(String alias) {
    JsonCalls.Answer there = realm.admin("GET", PATH + alias, null);
    if (there.isGood()) {
      realm.admin("PUT", PATH + alias, there.object().put("enabled", false));
    }
  }

  void remove(String alias) {
    realm.admin("DELETE", PATH + alias, null);
  }

  /** Sessions say who speaks before anybody gets in. */
  void ensure(String alias, Wanted wanted) {
    JsonObject provider = provider(alias, wanted);
    JsonCalls.Answer before = realm.admin("GET", PATH + alias, null);
    if (before.status() == 404) {
      RealmDoor.require(
          realm.admin("POST", "/identity-provider/instances", provider.put("enabled", false)),
          "the provider is there and is not");
      before = realm.admin("GET", PATH + alias, null);
    }
    mappers(alias, wanted.issuer());
    // What Keycloak keeps beside, such as the organization, stays.
    JsonObject kept = before.object();
    JsonObject keptConfig = config(kept);
    keptConfig.remove("userInfoUrl");
    keptConfig.mergeIn(provider.getJsonObject("config"));
    kept.mergeIn(provider).put("enabled", true).put("config", keptConfig);
    realm.admin("PUT", PATH + alias, kept);
  }

  /** Linking to an organization resets what ties the two together. */
  void tieToOrganization(String alias, String clientSecret) {
    JsonObject provider = realm.admin("GET", PATH + alias, null).object();
    config(provider)
        .put("kc.org.domain", "ANY")
        .put("kc.org.broker.redirect.mode.email-matches", "true")
        .put("clientSecret", clientSecret);
    realm.admin("PUT", PATH + alias, provider);
  }

  private static JsonObject config(JsonObject provider) {
    if (provider.getJsonObject("config") == null) {
      provider.put("config", new JsonObject());
    }
    return provider.getJsonObject("config");
  }

  private static JsonObject provider(String alias, Wanted wanted) {
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
            .put("claimFilterName", "email")
            .put("claimFilterValue", addressIn(wanted.domains()))
            .put("storeTokenInSession", "true")
            .put("backchannelSupported", "true")
            .put("disableUserInfo", "true");
    return new JsonObject()
        .put("alias", alias)
        .put("providerId", "oidc")
        .put("trustEmail", true)
        .put("storeToken", false)
        .put("linkOnly", false)
        .put("hideOnLogin", true)
        .put("authenticateByDefault", false)
        .put("firstBrokerLoginFlowAlias", RealmFlow.FIRST_SIGN_IN.name())
        .put("postBrokerLoginFlowAlias", RealmFlow.EACH_SIGN_IN.name())
        .put("config", config);
  }

  private void mappers(String alias, String issuer) {
    String path = PATH + alias + "/mappers";
    List<JsonObject> there = RealmDoor.objects(realm.admin("GET", path, null).array());
    for (JsonObject wanted :
        List.of(
            usernames(alias),
            whatIsNamed(alias),
            whoNamesIt(alias, issuer),
            whatIsVerified(alias))) {
      Optional<JsonObject> mapper =
          there.stream()
              .filter(one -> wanted.getString("name").equals(one.getString("name")))
              .findFirst();
      if (mapper.isEmpty()) {
        RealmDoor.require(realm.admin("POST", path, wanted), "the mapper is there and is not");
      } else if (!wanted.getJsonObject("config").equals(mapper.get().getJsonObject("config"))) {
        String id = mapper.get().getString("id");
        realm.admin("PUT", path + "/" + id, wanted.put("id", id));
      }
    }
  }

  private static JsonObject usernames(String alias) {
    return mapper(
        alias,
        "usernames of their own",
        "oidc-username-idp-mapper",
        new JsonObject()
            .put("syncMode", "IMPORT")
            .put("template", "${ALIAS}.${CLAIM.sub}")
            .put("target", "LOCAL"));
  }

  private static JsonObject whatIsNamed(String alias) {
    return mapper(
        alias,
        "the address that the provider named",
        "oidc-user-session-note-idp-mapper",
        new JsonObject()
            .put("syncMode", "FORCE")
            .put(
                "claims",
                "[{\"key\":\"email\",\"value\":\".*\"},{\"key\":\"sub\",\"value\":\".*\"}]")
            .put("are.claim.values.regex", "true"));
  }

  private static JsonObject whoNamesIt(String alias, String issuer) {
    return mapper(
        alias,
        "the provider that named the address",
        "hardcoded-user-session-attribute-idp-mapper",
        new JsonObject()
            .put("syncMode", "FORCE")
            .put("attribute", "keelson_named_by")
            .put("attribute.value", namedBy(alias, issuer)));
  }

  private static JsonObject whatIsVerified(String alias) {
    return mapper(
        alias,
        "whether the provider calls the address verified",
        "oidc-user-attribute-idp-mapper",
        new JsonObject()
            .put("syncMode", "FORCE")
            .put("claim", "email_verified")
            .put("user.attribute", EMAIL_VERIFIED));
  }

  private static JsonObject mapper(String alias, String name, String kind, JsonObject config) {
    return new JsonObject()
        .put("name", name)
        .put("identityProviderAlias", alias)
        .put("identityProviderMapper", kind)
        .put("config", config);
  }
}
