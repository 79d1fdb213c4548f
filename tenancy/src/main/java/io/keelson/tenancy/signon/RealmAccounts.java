package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * The accounts that tenants' providers made in the realm: they are known by their names, which
 * begin with the provider's alias, so that an account counts as well whose link has gone.
 */
@ApplicationScoped
class RealmAccounts {
  private static final Logger LOG = Logger.getLogger(RealmAccounts.class);
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 10;
  private static final int MAX_REMOVED = 100;

  /** With a Keycloak that is slow the next pass goes on. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RealmDoor realm;
  private final InstantSource clock;

  RealmAccounts(RealmDoor realm, InstantSource clock) {
    this.realm = realm;
    this.clock = clock;
  }

  /**
   * What a pass came to.
   *
   * @param next how many accounts the next pass leaves out, which this one and those before saw and
   *     kept; 0 after the last account
   * @param more whether there may be strangers yet
   */
  record Swept(int removed, int next, boolean more) {}

  /** The addresses under which the owners of accounts sign on, of those who still may. */
  interface SignOnAddresses extends Function<Collection<UUID>, Map<UUID, String>> {}

  /**
   * Removes accounts that the tenant's provider made under other addresses than those of its
   * domains: looks at 1,000 at most, removes 100 at most, and ends after a minute. The account of
   * somebody who signs on under another address by now, which is in a domain, gets that one
   * instead: a foreign address is free afterwards either way. An account of an earlier release's,
   * whose address that provider named and Keycloak has not verified, needs no mail of the platform
   * from then on.
   *
   * @param from how many to leave out
   */
  Swept sweep(String alias, List<String> domains, SignOnAddresses addresses, int from) {
    return pass(
        "username=" + alias + ".",
        account ->
            isOf(alias, account)
                && (!domains.contains(SignOnRows.domainOf(emailOf(account)))
                    || !account.getBoolean("emailVerified", true)),
        domains,
        addresses,
        from);
  }

  /** Removes whatever accounts the tenant's provider made, as {@link #sweep} does. */
  Swept removeAll(String alias) {
    return sweep(alias, List.of(), ids -> Map.of(), 0);
  }

  /**
   * Removes accounts that the tenant's provider made under addresses of this domain, which is
   * another tenant's by now; as many as {@link #sweep}.
   *
   * @return false when there may be more, so that this is to be repeated
   */
  boolean removeUnder(String domain, String alias) {
    Swept swept =
        pass(
            "username=" + alias + ".&email=%40" + domain,
            account -> isOf(alias, account) && domain.equals(SignOnRows.domainOf(emailOf(account))),
            List.of(),
            ids -> Map.of(),
            0);
    return !swept.more() || swept.removed() == 0;
  }

  private Swept pass(
      String query,
      Predicate<JsonObject> isDue,
      List<String> domains,
      SignOnAddresses addresses,
      int from) {
    Instant end = clock.instant().plus(PATIENCE);
    int kept = from;
    int changed = 0;
    int removed = 0;
    for (int page = 0; page < MAX_PAGES; page++) {
      List<JsonObject> accounts = page(query, kept);
      List<JsonObject> due = accounts.stream().filter(isDue).toList();
      Map<UUID, String> named =
          due.isEmpty()
              ? Map.of()
              : addresses.apply(due.stream().map(RealmAccounts::idOf).toList());
      int removedBefore = removed;
      for (JsonObject account : due) {
        String address = named.get(idOf(account));
        boolean isStranger = !domains.contains(SignOnRows.domainOf(emailOf(account)));
        if (!isStranger && !emailOf(account).equalsIgnoreCase(address)) {
          continue; // an address that no provider named is verified by a mail
        }
        if (changed == MAX_REMOVED || !clock.instant().isBefore(end)) {
          return new Swept(removed, kept, true); // this page again
        }
        changed++;
        if (!isReaddressed(account, address) && isStranger) {
          realm.admin("DELETE", "/users/" + account.getString("id"), null);
          removed++;
        }
      }
      if (accounts.size() < PAGE) {
        return new Swept(removed, 0, false);
      }
      kept += accounts.size() - (removed - removedBefore); // those behind moved up
    }
    return new Swept(removed, kept, true);
  }

  /** Not where the address is another account's, or none that Keycloak takes. */
  private boolean isReaddressed(JsonObject found, String address) {
    if (address == null) {
      return false;
    }
    String path = "/users/" + found.getString("id");
    try {
      JsonObject account = realm.admin("GET", path, null).object();
      account.put("email", address).put("emailVerified", true);
      return realm.admin("PUT", path, account).isGood();
    } catch (Unavailable e) {
      LOG.infof("account %s does not get its owner's address: %s", path, e.getMessage());
      return false;
    }
  }

  private static boolean isOf(String alias, JsonObject account) {
    return account.getString("username", "").startsWith(alias + ".");
  }

  private static String emailOf(JsonObject account) {
    return account.getString("email");
  }

  private static UUID idOf(JsonObject account) {
    return UUID.fromString(account.getString("id"));
  }

  private List<JsonObject> page(String query, int first) {
    return RealmDoor.objects(
        realm
            .admin(
                "GET",
                "/users?briefRepresentation=true&%s&first=%d&max=%d".formatted(query, first, PAGE),
                null)
            .array());
  }
}
