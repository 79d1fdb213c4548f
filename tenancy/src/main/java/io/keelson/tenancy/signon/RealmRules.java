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
 * long ago as well: the flows of {@link RealmFlow}. A provider can name whichever address it likes;
 * it gets nobody's account by that.
 *
 * <p>Each step brings the realm from whatever state it is in to the one that is wanted. One process
 * takes them at a time, by a lock in the database.
 */
@ApplicationScoped
class RealmRules {
  /** Shorter than a transaction may be idle: the lock goes with it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The flow that Keycloak takes by itself. */
  private static final String KEYCLOAKS_NEW_PASSWORD = "reset credentials";

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
    RealmFlow.ALL.forEach(flow -> ensure(flow, end));
    JsonObject itself = realm.admin("GET", "", null).object();
    // Another one is an administrator's choice.
    if (KEYCLOAKS_NEW_PASSWORD.equals(itself.getString("resetCredentialsFlow"))) {
      realm.admin("PUT", "", itself.put("resetCredentialsFlow", RealmFlow.NEW_PASSWORD.name()));
    }
  }

  private void requireTime(Instant end) {
    if (clock.instant().isAfter(end)) {
      throw new Unavailable("Keycloak is too slow to be given the realm's rules", null);
    }
  }

  /** One step after the other, since the server may stop in between. */
  private void ensure(RealmFlow flow, Instant end) {
    if (realm.admin("GET", executions(flow.name()), null).status() == 404) {
      realm.admin(
          "POST",
          "/authentication/flows",
          Map.of(
              "alias",
              flow.name(),
              "description",
              flow.description(),
              "providerId",
              "basic-flow",
              "topLevel",
              true,
              "builtIn",
              false));
    }
    for (int i = there(flow).size(); i < flow.steps().size(); i++) {
      requireTime(end);
      add(flow, i);
    }
    List<JsonObject> there = there(flow);
    if (!there.stream()
        .map(RealmRules::name)
        .toList()
        .equals(flow.steps().stream().map(RealmFlow.Step::name).toList())) {
      throw new Unavailable(
          "the flow \"%s\" in Keycloak has other steps than %s: remove it"
              .formatted(flow.name(), flow.steps()),
          null);
    }
    for (int i = 0; i < there.size(); i++) {
      requireTime(end);
      complete(flow.name(), flow.steps().get(i), there.get(i));
    }
  }

  /** An authenticator is told what it goes by before it is switched on. */
  private void complete(String flow, RealmFlow.Step step, JsonObject there) {
    if (!step.config().isEmpty() && there.getString("authenticationConfig") == null) {
      RealmDoor.require(
          realm.admin(
              "POST",
              "/authentication/executions/" + there.getString("id") + "/config",
              Map.of("alias", flow, "config", step.config())),
          "a step takes no configuration");
    }
    if (!step.requirement().equals(there.getString("requirement"))) {
      // What was configured meanwhile is not in what was read before.
      there.remove("authenticationConfig");
      realm.admin("PUT", executions(flow), there.put("requirement", step.requirement()));
    }
  }

  private List<JsonObject> there(RealmFlow flow) {
    return RealmDoor.objects(realm.admin("GET", executions(flow.name()), null).array());
  }

  private void add(RealmFlow flow, int index) {
    RealmFlow.Step step = flow.steps().get(index);
    if (step.isFlow()) {
      realm.admin(
          "POST",
          executions(flow.name()) + "/flow",
          Map.of(
              "alias",
              step.name(),
              "description",
              step.description(),
              "provider",
              "registration-page-form",
              "type",
              "basic-flow"));
    } else {
      realm.admin(
          "POST", executions(flow.flowOf(index)) + "/execution", Map.of("provider", step.name()));
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
