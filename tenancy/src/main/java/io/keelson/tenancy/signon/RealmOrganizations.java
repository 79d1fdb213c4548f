package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant's organization in Keycloak, with its identity provider. Each call brings Keycloak from
 * whatever state it is in to the one that is wanted, so that it can be repeated after any failure.
 */
@ApplicationScoped
class RealmOrganizations {
  private final RealmDoor realm;
  private final RealmRules rules;
  private final RealmProviders providers;
  private final RealmAccounts accounts;

  RealmOrganizations(
      RealmDoor realm, RealmRules rules, RealmProviders providers, RealmAccounts accounts) {
    this.realm = realm;
    this.rules = rules;
    this.providers = providers;
    this.accounts = accounts;
  }

  /**
   * Has Keycloak send people with an address in these domains to the tenant's provider. Another
   * issuer is another provider: it does not get the accounts of the one before, whose subjects it
   * could name. Nor does another tenant that had one of these domains keep accounts under it.
   *
   * @return false when such accounts are still there, so that this is to be repeated
   */
  boolean tell(UUID tenantId, RealmProviders.Wanted wanted) {
    rules.keep();
    String alias = ProviderAlias.of(tenantId);
    Optional<String> before = providers.issuer(alias);
    // With no provider there, accounts are what a removal that was cut short has left.
    if (!before.equals(Optional.of(wanted.issuer())) && !forget(tenantId)) {
      return false;
    }
    providers.ensure(alias, wanted);
    for (String domain : wanted.domains()) {
      if (!isTakenFromOtherTenants(domain, alias)) {
        return false;
      }
    }
    String organization = ensureOrganization(alias, wanted.domains());
    String linked = "/organizations/" + organization + "/identity-providers";
    if (!named(realm.admin("GET", linked, null).array(), "alias", alias).isPresent()) {
      RealmDoor.require(realm.admin("POST", linked, alias), "the organization takes no provider");
    }
    providers.tieToOrganization(alias, wanted.clientSecret());
    return true;
  }

  /** Nobody signs on until the tenant's provider is told again; accounts and links stay. */
  void suspend(UUID tenantId) {
    String alias = ProviderAlias.of(tenantId);
    providers.disable(alias);
    organization(alias)
        .ifPresent(
            found ->
                realm.admin(
                    "PUT", "/organizations/" + found.getString("id"), found.put("enabled", false)));
  }

  /**
   * Keycloak forgets the organization, its provider and accounts that came by it.
   *
   * @return false when more accounts are there than a pass removes
   */
  boolean forget(UUID tenantId) {
    String alias = ProviderAlias.of(tenantId);
    providers.disable(alias);
    if (accounts.removeAll(alias).more()) {
      return false;
    }
    organization(alias)
        .ifPresent(found -> realm.admin("DELETE", "/organizations/" + found.getString("id"), null));
    providers.remove(alias);
    return true;
  }

  /**
   * A domain counts for one tenant: another one's organization that still has it has not heard yet
   * that it lost it, and its accounts have addresses that are not its people's any more.
   * Organizations that are no tenant's keep theirs.
   *
   * @return false when there are more of those accounts than a pass removes
   */
  private boolean isTakenFromOtherTenants(String domain, String alias) {
    String search = "/organizations?exact=true&briefRepresentation=false&search=" + domain;
    for (JsonObject found : RealmDoor.objects(realm.admin("GET", search, null).array())) {
      String holder = found.getString("alias");
      if (!alias.equals(holder) && ProviderAlias.tenant(holder).isPresent()) {
        if (!accounts.removeUnder(domain, holder)) {
          return false;
        }
        JsonArray left = new JsonArray();
        RealmDoor.objects(found.getJsonArray("domains", new JsonArray())).stream()
            .filter(held -> !domain.equalsIgnoreCase(held.getString("name")))
            .forEach(left::add);
        realm.admin("PUT", "/organizations/" + found.getString("id"), found.put("domains", left));
      }
    }
    return true;
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
      RealmDoor.require(
          realm.admin("PUT", path, organization), "another organization has a domain");
      return there.get().getString("id");
    }
    RealmDoor.require(
        realm.admin("POST", "/organizations", organization), "another organization has a domain");
    return organization(alias)
        .orElseThrow(() -> new Unavailable("the organization is not there yet", null))
        .getString("id");
  }

  private Optional<JsonObject> organization(String alias) {
    String search = "/organizations?exact=true&briefRepresentation=false&search=" + alias;
    return named(realm.admin("GET", search, null).array(), "alias", alias);
  }

  private static Optional<JsonObject> named(JsonArray list, String field, String name) {
    return RealmDoor.objects(list).stream()
        .filter(o -> name.equals(o.getString(field)))
        .findFirst();
  }
}
