package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.EndedSessions;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Unavailable;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the realm says of people's sessions when it is asked. */
@ApplicationScoped
class RealmSessions {
  private static final int MAX_SUBJECT_CHARACTERS = 1_000;
  private static final int MAX_SESSIONS = 100;
  private final RealmDoor realm;

  RealmSessions(RealmDoor realm) {
    this.realm = realm;
  }

  /**
   * Asks the realm, which answers soon or not at all.
   *
   * @param accessToken of the session
   * @return empty for a session that is over, did not begin at a tenant's provider, or in which
   *     another provider has spoken since
   * @throws Unavailable when Keycloak cannot be asked
   */
  Optional<SignedOn> of(String accessToken) {
    JsonObject session = realm.introspect(accessToken);
    String alias = session.getString("identity_provider");
    Optional<UUID> tenantId = ProviderAlias.tenant(alias);
    String namedBy = session.getString("identity_provider_named_by");
    String email = session.getString("identity_provider_email");
    String subject = session.getString("identity_provider_subject");
    Long at = session.getLong("auth_time");
    String sessionId = session.getString("sid");
    if (!session.getBoolean("active", false)
        || tenantId.isEmpty()
        || namedBy == null
        || !namedBy.startsWith(RealmProviders.namedBy(alias, ""))
        || email == null
        || subject == null
        || subject.length() > MAX_SUBJECT_CHARACTERS
        || at == null
        || sessionId == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SignedOn(
            tenantId.get(),
            UUID.fromString(session.getString("sub")),
            namedBy.substring(RealmProviders.namedBy(alias, "").length()),
            subject,
            name(session.getString("name", "")),
            email,
            session.getString("identity_provider_refresh_token"),
            Instant.ofEpochSecond(at),
            EndedSessions.mark(sessionId)));
  }

  /**
   * The marks of the sessions of an account that are there now; whatever is active and not among
   * them afterwards, began afterwards.
   *
   * @return empty when they are too many to say
   * @throws Unavailable when Keycloak cannot be asked
   */
  Optional<List<String>> now(UUID personId) {
    List<String> marks =
        RealmDoor.objects(realm.admin("GET", "/users/" + personId + "/sessions", null).array())
            .stream()
            .map(session -> EndedSessions.mark(session.getString("id")))
            .toList();
    return marks.size() <= MAX_SESSIONS ? Optional.of(marks) : Optional.empty();
  }

  /** The provider chose it: one line, of bounded length. */
  private static String name(String said) {
    String line = said.replaceAll("\\p{Cntrl}", " ").strip();
    return line.substring(0, Math.min(line.length(), Input.MAX_NAME_CHARACTERS));
  }
}
