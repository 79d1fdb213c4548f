package io.keelson.tenancy.signon;

import io.micrometer.core.instrument.Metrics;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Frees addresses that somebody signed up with and never showed to be theirs: an account takes its
 * address from everybody, and nobody verifies it once the link in the mail is over. Removed are
 * accounts that the realm's own records say were made by its registration page, and that have never
 * been signed in to, had their address verified or their password reset: an hour after they were
 * made, five minutes after while more than 1,000 wait, and in a domain that a tenant has verified
 * with each sweep of that tenant, since its people come by its provider.
 *
 * <p>Any number of processes may do it at a time: who removes what is gone does nothing.
 */
@ApplicationScoped
class SignUpSweep {
  private static final Logger LOG = Logger.getLogger(SignUpSweep.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration LIFE = Duration.ofHours(1);

  /** That of the link, which the page sends again when it is asked. */
  private static final Duration SHORT_LIFE = Duration.ofMinutes(5);

  static final int MAX_WAITING = 1_000;
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 50;

  /** With a Keycloak that is slow the next pass goes on. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * Keycloak says how an account was made only here, and keeps it for 30 days. Its name says
   * nothing: whoever signs up chooses that.
   */
  private static final String HISTORY =
      "/events?user=%s&type=REGISTER&type=VERIFY_EMAIL&type=RESET_PASSWORD&type=LOGIN&max=10";

  private final RealmDoor realm;
  private final boolean isOn;
  private final InstantSource clock;
  private Instant next = Instant.MIN;

  /**
   * @param isOn whether strangers sign up at the embedded Keycloak: the accounts of another one are
   *     its operator's
   */
  SignUpSweep(
      RealmDoor realm,
      @ConfigProperty(name = "keelson.sign-up", defaultValue = "false") boolean isOn,
      InstantSource clock) {
    this.realm = realm;
    this.isOn = isOn;
    this.clock = clock;
  }

  /** Whether a minute has gone since the one before; asks no more for that minute. */
  synchronized boolean isDue() {
    Instant now = clock.instant();
    if (!isOn || now.isBefore(next)) {
      return false;
    }
    next = now.plus(PAUSE);
    return true;
  }

  /**
   * Looks at 5,000 accounts at most, for a minute at most.
   *
   * @return how many were removed
   */
  int sweep() {
    Instant before = clock.instant().minus(waiting() > MAX_WAITING ? SHORT_LIFE : LIFE);
    return pass("", account -> isOlder(account, before));
  }

  /**
   * Has them give way to the people of these domains, as {@link #sweep} does.
   *
   * @param domains that a tenant has verified
   */
  void free(List<String> domains) {
    if (isOn) {
      for (String domain : domains) {
        pass(
            "&email=%40" + domain,
            account -> domain.equals(SignOnRows.domainOf(account.getString("email"))));
      }
    }
  }

  private int pass(String query, Predicate<JsonObject> isDue) {
    Instant end = clock.instant().plus(PATIENCE);
    int removed = 0;
    int kept = 0;
    for (int page = 0; page < MAX_PAGES; page++) {
      List<JsonObject> accounts = page(query, kept);
      int removedBefore = removed;
      for (JsonObject account : accounts) {
        if (clock.instant().isAfter(end)) {
          return counted(removed);
        }
        if (isDue.test(account) && isRemoved(account)) {
          removed++;
        }
      }
      if (accounts.size() < PAGE) {
        break;
      }
      kept += accounts.size() - (removed - removedBefore); // those behind moved up
    }
    return counted(removed);
  }

  private static int counted(int removed) {
    if (removed > 0) {
      Metrics.counter("keelson.sign-up", "outcome", "NEVER_VERIFIED").increment(removed);
      LOG.infof("%d accounts whose address nobody verified are removed", removed);
    }
    return removed;
  }

  private int waiting() {
    Object count = realm.admin("GET", "/users/count?emailVerified=false", null).body();
    return count instanceof Number number ? number.intValue() : 0;
  }

  private List<JsonObject> page(String query, int first) {
    return RealmDoor.objects(
        realm
            .admin(
                "GET",
                "/users?briefRepresentation=true&emailVerified=false%s&first=%d&max=%d"
                    .formatted(query, first, PAGE),
                null)
            .array());
  }

  private boolean isRemoved(JsonObject account) {
    String path = "/users/" + account.getString("id");
    return isRegisteredOnly(account.getString("id"))
        // Meanwhile its owner may have shown that it is theirs.
        && !realm.admin("GET", path, null).object().getBoolean("emailVerified", true)
        && realm.admin("DELETE", path, null).isGood();
  }

  private boolean isRegisteredOnly(String id) {
    List<JsonObject> history =
        RealmDoor.objects(realm.admin("GET", HISTORY.formatted(id), null).array());
    return !history.isEmpty()
        && history.stream()
            .allMatch(
                event ->
                    "REGISTER".equals(event.getString("type"))
                        && "form"
                            .equals(
                                event
                                    .getJsonObject("details", new JsonObject())
                                    .getString("register_method")));
  }

  private static boolean isOlder(JsonObject account, Instant than) {
    Long made = account.getLong("createdTimestamp");
    return made != null && Instant.ofEpochMilli(made).isBefore(than);
  }
}
