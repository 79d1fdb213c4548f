package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.audit.AuditLog;
import io.keelson.tenancy.audit.AuditOutcome;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.object.TenantSecrets;
import io.keelson.tenancy.signon.LookUpRows.Claimed;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * nobody's membership. Nor is the last owner's ended who can act: they are looked up again and
 * again, and are lost as soon as there is another one.
 *
 * <p>A provider may give a new token for each that it takes. That one is taken is noted before it
 * is sent: where the answer was lost, the refusal of a token that is used up says nothing of its
 * owner. They are sent to sign in again, for which they have a day.
 */
@ApplicationScoped
class LookUp {
  private static final Logger LOG = Logger.getLogger(LookUp.class);
  private static final Duration CLAIM = Duration.ofMinutes(2);

  /** How long somebody may stay whose provider can be asked nothing before they sign in again. */
  private static final Duration MAX_UNSURE = Duration.ofDays(1);

  private final TenantDatabase database;
  private final TenantSecrets secrets;
  private final RealmDoor realm;
  private final RealmSessions sessions;
  private final CustomerProvider customers;
  private final Granting granting;
  private final Members members;
  private final AuditLog audit;
  private final SignOnPauses pauses;
  private final InstantSource clock;

  LookUp(
      TenantDatabase database,
      TenantSecrets secrets,
      RealmDoor realm,
      RealmSessions sessions,
      CustomerProvider customers,
      Granting granting,
      Members members,
      AuditLog audit,
      SignOnPauses pauses,
      InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.realm = realm;
    this.sessions = sessions;
    this.customers = customers;
    this.granting = granting;
    this.members = members;
    this.audit = audit;
    this.pauses = pauses;
    this.clock = clock;
  }

  /** Somebody who is to be looked up. */
  record Due(UUID tenantId, UUID personId) {}

  /** What was found. */
  private sealed interface Found {
    /**
     * @param nextToken null for the one before
     */
    record Known(Buffer nextToken) implements Found {}

    /**
     * @param unused whether the provider did not look at the token
     */
    record Unanswered(boolean unused) implements Found {}

    /** The token is refused, and may have been used up before. */
    record Unsure() implements Found {}

    /**
     * @param sessions their marks, listed after this was found; null where they are not known
     */
    record Lost(String because, List<String> sessions) implements Found {
      Lost(String because) {
        this(because, null);
      }
    }
  }

  void again(Due due) {
    Optional<Claimed> claimed =
        database.transact(
            due.tenantId(),
            tx -> LookUpRows.claim(tx, due, clock.instant(), clock.instant().plus(CLAIM)));
    if (claimed.isEmpty()) {
      return;
    }
    Found found = withSessions(due, find(due, claimed.get()));
    if (database.transact(due.tenantId(), tx -> endsSessions(tx, due, claimed.get(), found))) {
      endSessions(due);
    }
  }

  /** With the sessions that were there when it was found, which the loss ends. */
  private Found withSessions(Due due, Found found) {
    if (!(found instanceof Found.Lost(String because, List<String> unknown))) {
      return found;
    }
    try {
      return new Found.Lost(because, sessions.now(due.personId()).orElse(unknown));
    } catch (Unavailable e) {
      LOG.infof("sessions of person %s are not known: %s", due.personId(), e.getMessage());
      return found;
    }
  }

  private Found find(Due due, Claimed claimed) {
    if (claimed.clientId() == null) {
      return new Found.Lost("the tenant has no identity provider any more");
    }
    if (!claimed.domainCounts()) {
      return new Found.Lost("the domain of their address does not count any more");
    }
    JsonCalls.Answer account = realm.admin("GET", "/users/" + due.personId(), null);
    if (account.status() == 404) {
      return new Found.Lost("their account is gone");
    }
    Boolean isEnabled = account.object().getBoolean("enabled");
    if (isEnabled == null) {
      throw new Unavailable("Keycloak does not say whether the account is enabled", null);
    }
    if (!isEnabled) {
      return new Found.Lost("their account is disabled");
    }
    if (!isLinked(due)) {
      return new Found.Lost("their account is not linked to the identity provider");
    }
    if (claimed.refreshToken() == null) {
      return hasWaitedTooLong(claimed)
          ? new Found.Lost("they did not sign in again after an answer of their provider was lost")
          : new Found.Known(null);
    }
    return claimed.tokenEndpoint() == null ? new Found.Known(null) : atProvider(due, claimed);
  }

  private boolean hasWaitedTooLong(Claimed claimed) {
    return claimed.tokenTakenAt() != null
        && claimed.tokenTakenAt().plus(MAX_UNSURE).isBefore(clock.instant());
  }

  private boolean isLinked(Due due) {
    String alias = ProviderAlias.of(due.tenantId());
    return RealmDoor.objects(
            realm.admin("GET", "/users/" + due.personId() + "/federated-identity", null).array())
        .stream()
        .anyMatch(link -> alias.equals(link.getString("identityProvider")));
  }

  private Found atProvider(Due due, Claimed claimed) {
    String secret =
        secrets.open(due.tenantId(), SignOnProviders.CLIENT_SECRET, claimed.clientSecret());
    String token = secrets.open(due.tenantId(), Provisioning.REFRESH_TOKEN, claimed.refreshToken());
    boolean taken =
        database.transact(
            due.tenantId(), tx -> LookUpRows.takeToken(tx, due, claimed, clock.instant()));
    if (!taken) {
      return new Found.Known(null); // of which nothing will be noted
    }
    return switch (customers.vouches(claimed.tokenEndpoint(), claimed.clientId(), secret, token)) {
      case CustomerProvider.Vouching.Known(String next) ->
          new Found.Known(secrets.seal(due.tenantId(), Provisioning.REFRESH_TOKEN, next));
      case CustomerProvider.Vouching.Refused() ->
          claimed.tokenTakenAt() == null
              ? new Found.Lost("their identity provider does not know them any more")
              : new Found.Unsure();
      case CustomerProvider.Vouching.Unclear(String why, boolean unused) -> {
        LOG.infof("the provider of tenant %s was asked in vain: %s", due.tenantId(), why);
        yield new Found.Unanswered(unused);
      }
    };
  }

  /** Writes down what was found; true when their sessions are to end with this. */
  private boolean endsSessions(Transaction tx, Due due, Claimed claimed, Found found) {
    Instant now = clock.instant();
    Instant next = now.plus(pauses.lookUp());
    return switch (found) {
      case Found.Known(Buffer nextToken) -> {
        LookUpRows.known(tx, due, claimed, nextToken, now, next);
        yield false;
      }
      case Found.Unanswered(boolean unused) -> {
        LookUpRows.unanswered(tx, due, claimed, unused, now, next);
        yield false;
      }
      case Found.Unsure() -> {
        LookUpRows.dropToken(tx, due, claimed, now, next);
        yield true;
      }
      case Found.Lost lost -> isLost(tx, due, claimed, lost);
    };
  }

  private boolean isLost(Transaction tx, Due due, Claimed claimed, Found.Lost lost) {
    String because = lost.because();
    granting.lockMembers(tx);
    if (!LookUpRows.isStill(tx, due, claimed)) {
      return false;
    }
    Instant now = clock.instant();
    Optional<UUID> memberId = members.lose(tx, due.personId());
    if (memberId.isPresent()) {
      LookUpRows.lost(tx, due, because, lost.sessions(), now);
      Metrics.counter("keelson.sign-on", "outcome", "LOST").increment();
      record(tx, due, memberId.get(), because, AuditOutcome.DONE);
      return true;
    }
    LookUpRows.lastOwner(tx, due, because, now, now.plus(pauses.lookUp()));
    if (!because.equals(claimed.lostBecause())) {
      record(tx, due, null, because + "; the last owner stays", AuditOutcome.FAILED);
    }
    return false;
  }

  private void record(
      Transaction tx, Due due, UUID memberId, String because, AuditOutcome outcome) {
    audit.record(
        tx,
        SignOnRows.platform(due.tenantId()),
        "losePerson",
        "member",
        memberId,
        null,
        outcome,
        Map.of("because", because));
  }

  /** So that the next sign-in goes through the provider. */
  private void endSessions(Due due) {
    try {
      realm.admin("POST", "/users/" + due.personId() + "/logout", Map.of());
    } catch (RuntimeException e) {
      LOG.infof("sessions of person %s stay until they end: %s", due.personId(), e.getMessage());
    }
  }
}
