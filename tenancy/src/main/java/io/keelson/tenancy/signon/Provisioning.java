package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.invitation.Acceptance;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.TenantSecrets;
import io.keelson.tenancy.signon.SignOnPeople.Known;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Lets somebody in who signed on through their tenant's identity provider.
 *
 * <p>What is believed is what the realm says of the session when it is asked: that it began at the
 * provider with this tenant's alias, that no other has spoken in it, and which address that
 * provider named then. A provider belongs to one tenant, so it can only ever let people into that
 * one; and of addresses only those in that tenant's verified domains count. The account's own
 * address counts for nothing. Somebody whom the tenant removed stays out until they are invited,
 * under whichever account or address they come.
 */
@ApplicationScoped
public class Provisioning {
  static final String REFRESH_TOKEN = "sign-on refresh token";
  private static final Logger LOG = Logger.getLogger(Provisioning.class);
  private final TenantDatabase database;
  private final Mutations mutations;
  private final Granting granting;
  private final Members members;
  private final Acceptance acceptance;
  private final HandOver handOver;
  private final MappedRole role;
  private final TenantSecrets secrets;
  private final RealmSessions sessions;
  private final SignOnPauses pauses;
  private final InstantSource clock;

  Provisioning(
      TenantDatabase database,
      Mutations mutations,
      Granting granting,
      Members members,
      Acceptance acceptance,
      HandOver handOver,
      MappedRole role,
      TenantSecrets secrets,
      RealmSessions sessions,
      SignOnPauses pauses,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.granting = granting;
    this.members = members;
    this.acceptance = acceptance;
    this.handOver = handOver;
    this.role = role;
    this.secrets = secrets;
    this.sessions = sessions;
    this.pauses = pauses;
    this.clock = clock;
  }

  /** What came of it. */
  public enum Outcome {
    /** A new member. */
    JOINED,
    /** Lost to their provider before, and found again. */
    FOUND_AGAIN,
    /** A member before. */
    KNOWN,
    /** Not let in; the tenant's audit log says why. */
    REFUSED
  }

  /**
   * Makes the owner of the token a member, if their provider's tenant wants that. Asks Keycloak
   * before the transaction. Blocks.
   *
   * @param accessToken of the person, which the caller has found to be genuine
   * @throws Unavailable when Keycloak or the database cannot be asked
   */
  public Outcome admit(String accessToken, String requestId, String address) {
    Optional<SignedOn> said = sessions.of(accessToken);
    if (said.isEmpty()) {
      return counted(Outcome.REFUSED);
    }
    try {
      SignedOn who = said.get().withEmail(Input.email("email", said.get().email()));
      Optional<Known> known = known(who);
      boolean isClose = known.filter(before -> before.wasLostInTheSecondOf(who)).isPresent();
      // What was active before the loss may have ended with it.
      return isClose && sessions.of(accessToken).isEmpty()
          ? counted(Outcome.REFUSED)
          : counted(admit(who, known, requestId, address));
    } catch (Unavailable e) {
      throw e;
    } catch (Failure e) {
      LOG.infof("%s is not let in: %s", said.get(), e.getMessage());
      return counted(Outcome.REFUSED);
    }
  }

  private static Outcome counted(Outcome outcome) {
    Metrics.counter("keelson.sign-on", "outcome", outcome.name()).increment();
    return outcome;
  }

  private Optional<Known> known(SignedOn who) {
    return database.transact(who.tenantId(), tx -> SignOnPeople.known(tx, who.personId()));
  }

  /**
   * @param known how they stood when the session was active
   */
  private Outcome admit(SignedOn who, Optional<Known> known, String requestId, String address) {
    Buffer token =
        who.refreshToken() == null
            ? null
            : secrets.seal(who.tenantId(), REFRESH_TOKEN, who.refreshToken());
    if (known.filter(before -> before.isMember() && before.lostAt() == null).isPresent()) {
      database.transact(
          who.tenantId(), tx -> SignOnPeople.signedInAgain(tx, who, token, dueAt(), false));
      return Outcome.KNOWN;
    }
    Outcome[] outcome = {Outcome.KNOWN};
    record Wanted(UUID personId) {}
    mutations.run(
        caller(who, requestId, address),
        "signOn",
        new Wanted(who.personId()),
        tx -> {
          outcome[0] = Outcome.KNOWN;
          return letIn(tx, who, known, token, outcome);
        });
    return outcome[0];
  }

  private static Caller caller(SignedOn who, String requestId, String address) {
    Principal stranger =
        new Principal(
            Principal.Kind.PERSON,
            who.personId(),
            who.tenantId(),
            "",
            who.email(),
            Set.of(),
            Map.of(),
            null);
    return new Caller(stranger, requestId, null, address);
  }

  private Changed letIn(
      Transaction tx, SignedOn who, Optional<Known> before, Buffer token, Outcome[] outcome) {
    granting.lockMembers(tx);
    Row provider = provider(tx, who);
    if (!SignOnRows.domains(tx).contains(SignOnRows.domainOf(who.email()))) {
      throw new Conflict("the provider named an address outside of the tenant's verified domains");
    }
    Optional<Known> known = SignOnPeople.known(tx, who.personId());
    if (known.filter(Known::isMember).isPresent()) {
      return again(tx, who, known.get(), known.equals(before), token, outcome);
    }
    if (members.isMember(tx, who.personId())) {
      // Came by an invitation, and keeps what it gave. Once removed they stay out.
      SignOnPeople.addInvited(tx, who, token, dueAt());
      return new Changed("member", who.personId(), null, Map.of(), false);
    }
    Person person = new Person(who.personId(), who.email(), who.name(), who.email());
    UUID memberId = place(tx, who, person, provider);
    SignOnPeople.add(tx, who, token, dueAt());
    outcome[0] = Outcome.JOINED;
    return new Changed("member", memberId, null, Map.of("by", "single sign-on"));
  }

  /** What they had before, what they are invited to, or the provider's role. */
  private UUID place(Transaction tx, SignedOn who, Person person, Row provider) {
    Optional<OffsetDateTime> removed = SignOnPeople.removedSince(tx, who);
    if (removed.isPresent()) {
      return invitedAgain(tx, who, person, removed.get());
    }
    Optional<UUID> before = SignOnPeople.earlierAccount(tx, who);
    return before.isPresent()
        ? handOver.to(tx, person, before.get())
        : members.add(tx, person, List.of(role.of(tx, provider)));
  }

  /** The session began at the provider as it is now, not at the one before. */
  private static Row provider(Transaction tx, SignedOn who) {
    return tx.one(
            "SELECT "
                + MappedRole.COLUMNS
                + """
                 FROM tenancy.sign_on_provider p
                JOIN tenancy.tenant t ON t.tenant_id = p.tenant_id AND t.status = 'ACTIVE'
                WHERE p.tenant_id = $1 AND p.removed_at IS NULL AND p.issuer = $2
                """,
            tx.tenantId(),
            who.issuer())
        .orElseThrow(() -> new NotFound("identity provider"));
  }

  /** With what the invitation gives, which is over with that. */
  private UUID invitedAgain(Transaction tx, SignedOn who, Person person, OffsetDateTime since) {
    UUID memberId =
        acceptance
            .byAddress(tx, person, who.email(), since)
            .orElseThrow(
                () ->
                    new Conflict(
                        "the person was removed from the tenant: an invitation lets them in"
                            + " again"));
    SignOnPeople.forgetRemoval(tx, who);
    return memberId;
  }

  private Changed again(
      Transaction tx,
      SignedOn who,
      Known known,
      boolean isActive,
      Buffer token,
      Outcome[] outcome) {
    if (known.lostAt() == null) {
      SignOnPeople.signedInAgain(tx, who, token, dueAt(), false);
    } else {
      // A session that began before says nothing new.
      if (!known.wasLostBefore(who, isActive)
          || SignOnPeople.signedInAgain(tx, who, token, dueAt(), true) == 0) {
        throw new Conflict("the person's identity provider does not know them any more");
      }
      members.found(tx, who.personId());
      outcome[0] = Outcome.FOUND_AGAIN;
    }
    return new Changed(
        "member",
        known.memberId(),
        null,
        Map.of("by", "single sign-on"),
        outcome[0] == Outcome.FOUND_AGAIN);
  }

  private Instant dueAt() {
    return clock.instant().plus(pauses.lookUp());
  }
}
