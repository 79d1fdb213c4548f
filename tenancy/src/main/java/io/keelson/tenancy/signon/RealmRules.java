package io.keelson.tenancy.signon;

import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What holds in the whole realm before any tenant's provider is there, in one that was imported
 * long ago as well: the first sign-in makes a new account and never joins one that is there. The
 * flow {@value #FLOW} has no step that links. A provider can name whichever address it likes; it
 * gets nobody's account by that. Nor is there a step at which the newcomer edits what it named.
 *
 * <p>Each step brings the realm from whatever state it is in to the one that is wanted. One process
 * takes them at a time, by a lock in the database.
 */
@ApplicationScoped
class RealmRules {
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

  /** Shorter than a transaction may be idle: the lock goes with it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String LOCK = "keelson: rules of the realm";
  private final SystemDatabase system;
  private final RealmDoor realm;
  private final InstantSource clock;
  private boolean kept;

  RealmRules(SystemDatabase system, RealmDoor realm, InstantSource clock) {
    this.system = system;
    this.realm = realm;
    this.clock = clock;
  }

  /**
   * Once in a process's life; what an administrator of the realm changes afterwards is theirs.
   *
   * @throws Unavailable while another process is at it, or Keycloak does not answer
   */
  synchronized void keep() {
    if (kept) {
      return;
    }
    system.transact(
        SystemUse.SIGN_ON,
        tx -> {
          boolean locked =
              tx.one("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked", LOCK)
                  .orElseThrow()
                  .getBoolean("locked");
          if (!locked) {
            throw new Unavailable("another process sets the realm's rules", null);
          }
          keepUntil(clock.instant().plus(PATIENCE));
          return null;
        });
    kept = true;
  }

  private void keepUntil(Instant end) {
    ensureFlow(end);
  }

  private void requireTime(Instant end) {
    if (clock.instant().isAfter(end)) {
      throw new Unavailable("Keycloak is too slow to be given the realm's rules", null);
    }
  }

  /** One step after the other, since the server may stop in between. */
  private void ensureFlow(Instant end) {
    if (realm.admin("GET", executions(FLOW), null).status() == 404) {
      realm.admin(
          "POST",
          "/authentication/flows",
          Map.of(
              "alias",
              FLOW,
              "description",
              "Makes a new account; joins none that is there",
              "providerId",
              "basic-flow",
              "topLevel",
              true,
              "builtIn",
              false));
    }
    List<JsonObject> there = RealmDoor.objects(realm.admin("GET", executions(FLOW), null).array());
    for (int i = there.size(); i < STEPS.size(); i++) {
      requireTime(end);
      add(STEPS.get(i));
    }
    there = RealmDoor.objects(realm.admin("GET", executions(FLOW), null).array());
    if (!there.stream()
        .map(RealmRules::name)
        .toList()
        .equals(STEPS.stream().map(Step::name).toList())) {
      throw new Unavailable(
          "the flow \"%s\" in Keycloak has other steps than %s: remove it".formatted(FLOW, STEPS),
          null);
    }
    for (int i = 0; i < STEPS.size(); i++) {
      requireTime(end);
      String wanted = STEPS.get(i).requirement();
      if (!wanted.equals(there.get(i).getString("requirement"))) {
        realm.admin("PUT", executions(FLOW), there.get(i).put("requirement", wanted));
      }
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
}
