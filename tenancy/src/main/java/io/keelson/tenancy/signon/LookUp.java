package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.object.TenantSecrets;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Asks whether somebody who came by single sign-on is still known: whether their account in the
 * realm is there, enabled and linked to the tenant's provider, whether their address is in a domain
 * that counts, and whether the provider still renews the token that it gave at their last sign-in.
 * Where the answer is no, the membership gives nothing until they sign in again: tokens, sockets,
 * links and the person's own keys count no more, while grants, teams and what runs stay.
 *
 * <p>Only a clear no counts. A provider that is down, or whose client's secret has changed, ends
 * nobody's membership; nor is the last owner's ended.
 */
@ApplicationScoped
class LookUp {
  private static final Logger LOG = Logger.getLogger(LookUp.class);
  private static final Duration CLAIM = Duration.ofMinutes(1);
  private final TenantDatabase database;
  private final TenantSecrets secrets;
  private final RealmDoor realm;
  private final CustomerProvider customers;
  private final Members members;
  private final AuditLog audit;
  private final SignOnConfig config;
  private final InstantSource clock;

  LookUp(
      TenantDatabase database,
      TenantSecrets secrets,
      RealmDoor realm,
      CustomerProvider customers,
      Members members,
      AuditLog audit,
      SignOnConfig config,
      InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.realm = realm;
    this.customers = customers;
    this.members = members;
    this.audit = audit;
    this.config = config;
    this.clock = clock;
  }

  /** Somebody who is to be looked up. */
  record Due(UUID tenantId, UUID personId) {}

  /**
   * @param domainCounts whether the address is in one of the tenant's verified domains
   * @param tokenEndpoint of the tenant's provider; null where it has none any more
   */
  private record Claimed(
      OffsetDateTime signedInAt,
      Buffer refreshToken,
      boolean domainCounts,
      String tokenEndpoint,
      String clientId,
      Buffer clientSecret) {}

  /**
   * What was found.
   *
   * @param lostBecause null for whoever is known
   * @param refreshToken the next one; null for the one before
   */
  private record Found(String lostBecause, Buffer refreshToken) {
    static final Found KNOWN = new Found(null, null);

    static Found lost(String because) {
      return new Found(because, null);
    }
  }

  void again(Due due) {
    Optional<Claimed> claimed = database.transact(due.tenantId(), tx -> claim(tx, due));
    if (claimed.isEmpty()) {
      return;
    }
    Found found = find(due, claimed.get());
    boolean lost = database.transact(due.tenantId(), tx -> note(tx, due, claimed.get(), found));
    if (lost) {
      Metrics.counter("keelson.sign-on", "outcome", "LOST").increment();
      endSessions(due);
    }
  }

  /** Empty when another process has it, or they are no member any more. */
  private Optional<Claimed> claim(Transaction tx, Due due) {
    return tx.one(
            """
            UPDATE tenancy.sign_on_person
            SET due_at = CASE
              WHEN EXISTS (SELECT 1 FROM tenancy.member m WHERE m.tenant_id = $1 AND m.person_id = $2)
              THEN $3::timestamptz END
            WHERE tenant_id = $1 AND person_id = $2 AND due_at <= $4
            RETURNING signed_in_at, refresh_token, email, due_at
            """,
            tx.tenantId(),
            due.personId(),
            at(clock.instant().plus(CLAIM)),
            at(clock.instant()))
        .filter(row -> row.getOffsetDateTime("due_at") != null)
        .map(row -> claimed(tx, row));
  }

  private static Claimed claimed(Transaction tx, Row person) {
    Optional<Row> provider =
        tx.one(
            """
            SELECT token_endpoint, client_id, client_secret
            FROM tenancy.sign_on_provider
            WHERE tenant_id = $1 AND removed_at IS NULL
            """,
            tx.tenantId());
    return new Claimed(
        person.getOffsetDateTime("signed_in_at"),
        person.getBuffer("refresh_token"),
        SignOnRows.domains(tx).contains(SignOnRows.domainOf(person.getString("email"))),
        provider.map(row -> row.getString("token_endpoint")).orElse(null),
        provider.map(row -> row.getString("client_id")).orElse(null),
        provider.map(row -> row.getBuffer("client_secret")).orElse(null));
  }

  private Found find(Due due, Claimed claimed) {
    if (claimed.clientId() == null) {
      return Found.lost("the tenant has no identity provider any more");
    }
    if (!claimed.domainCounts()) {
      return Found.lost("the domain of their address does not count any more");
    }
    JsonCalls.Answer account = realm.admin("GET", "/users/" + due.personId(), null);
    if (account.status() == 404) {
      return Found.lost("their account is gone");
    }
    Boolean isEnabled = account.object().getBoolean("enabled");
    if (isEnabled == null) {
      throw new Unavailable("Keycloak does not say whether the account is enabled", null);
    }
    if (!isEnabled) {
      return Found.lost("their account is disabled");
    }
    if (!isLinked(due)) {
      return Found.lost("their account is not linked to the identity provider");
    }
    return claimed.refreshToken() == null || claimed.tokenEndpoint() == null
        ? Found.KNOWN
        : atProvider(due, claimed);
  }

  private boolean isLinked(Due due) {
    String alias = ProviderAlias.of(due.tenantId());
    return realm
        .admin("GET", "/users/" + due.personId() + "/federated-identity", null)
        .array()
        .stream()
        .anyMatch(
            link ->
                link instanceof JsonObject object
                    && alias.equals(object.getString("identityProvider")));
  }

  private Found atProvider(Due due, Claimed claimed) {
    CustomerProvider.Vouching vouching =
        customers.vouches(
            claimed.tokenEndpoint(),
            claimed.clientId(),
            secrets.open(due.tenantId(), SignOnProviders.CLIENT_SECRET, claimed.clientSecret()),
            secrets.open(due.tenantId(), Provisioning.REFRESH_TOKEN, claimed.refreshToken()));
    return switch (vouching) {
      case CustomerProvider.Vouching.Known(String next) ->
          new Found(null, secrets.seal(due.tenantId(), Provisioning.REFRESH_TOKEN, next));
      case CustomerProvider.Vouching.Refused() ->
          Found.lost("their identity provider does not know them any more");
      case CustomerProvider.Vouching.Unclear(String why) -> {
        LOG.infof("the provider of tenant %s was asked in vain: %s", due.tenantId(), why);
        yield Found.KNOWN;
      }
    };
  }

  /** Nothing for whoever signed in again meanwhile; true when their membership ended with this. */
  private boolean note(Transaction tx, Due due, Claimed claimed, Found found) {
    Instant now = clock.instant();
    boolean lost = found.lostBecause() != null;
    int noted =
        tx.update(
            """
            UPDATE tenancy.sign_on_person
            SET looked_up_at = $4,
                due_at = $5,
                refresh_token = CASE WHEN $7::text IS NULL THEN coalesce($6, refresh_token) END,
                lost_at = CASE WHEN $7::text IS NOT NULL THEN $4::timestamptz END,
                lost_because = $7
            WHERE tenant_id = $1 AND person_id = $2 AND signed_in_at = $3
            """,
            tx.tenantId(),
            due.personId(),
            claimed.signedInAt(),
            at(now),
            lost ? null : at(now.plus(config.lookUpEvery())),
            found.refreshToken(),
            found.lostBecause());
    if (noted == 0 || !lost) {
      return false;
    }
    Optional<UUID> memberId = members.lose(tx, due.personId());
    audit.record(
        tx,
        platform(due),
        "losePerson",
        "member",
        memberId.orElse(null),
        null,
        memberId.isPresent() ? AuditOutcome.DONE : AuditOutcome.FAILED,
        Map.of(
            "because",
            memberId.isPresent()
                ? found.lostBecause()
                : found.lostBecause() + "; the last owner stays"));
    return memberId.isPresent();
  }

  private static Caller platform(Due due) {
    return Caller.platform(
        new Principal(
            Principal.Kind.PLATFORM,
            due.tenantId(),
            due.tenantId(),
            "",
            "single sign-on",
            Set.of(),
            Map.of(),
            null),
        null);
  }

  /** So that the next sign-in goes through the provider; their membership has ended already. */
  private void endSessions(Due due) {
    try {
      realm.admin("POST", "/users/" + due.personId() + "/logout", Map.of());
    } catch (RuntimeException e) {
      LOG.infof("sessions of person %s stay until they end: %s", due.personId(), e.getMessage());
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
