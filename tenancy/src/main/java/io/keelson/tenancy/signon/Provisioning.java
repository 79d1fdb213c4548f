package io.keelson.tenancy.signon;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Failure;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.object.TenantSecrets;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
 * provider with this tenant's alias, and which address that provider named then. A provider belongs
 * to one tenant, so it can only ever let people into that one; and of addresses only those in that
 * tenant's verified domains count. The account's own address, which its owner can change, counts
 * for nothing. Somebody whom the tenant removed stays out until they are invited.
 */
@ApplicationScoped
public class Provisioning {
  static final String REFRESH_TOKEN = "sign-on refresh token";
  private static final Logger LOG = Logger.getLogger(Provisioning.class);
  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final Members members;
  private final TenantSecrets secrets;
  private final RealmDoor realm;
  private final SignOnConfig config;
  private final InstantSource clock;

  public Provisioning(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      Members members,
      TenantSecrets secrets,
      RealmDoor realm,
      SignOnConfig config,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.members = members;
    this.secrets = secrets;
    this.realm = realm;
    this.config = config;
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
    Optional<SignedOn> said = said(accessToken);
    if (said.isEmpty()) {
      return counted(Outcome.REFUSED);
    }
    try {
      SignedOn who = said.get().withEmail(Input.email("email", said.get().email()));
      return counted(admit(who, requestId, address));
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

  private Optional<SignedOn> said(String accessToken) {
    JsonObject session = realm.introspect(accessToken);
    Optional<UUID> tenantId = ProviderAlias.tenant(session.getString("identity_provider"));
    String email = session.getString("identity_provider_email");
    Long at = session.getLong("auth_time");
    if (!session.getBoolean("active", false) || tenantId.isEmpty() || email == null || at == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SignedOn(
            tenantId.get(),
            UUID.fromString(session.getString("sub")),
            name(session.getString("name", "")),
            email,
            session.getString("identity_provider_refresh_token"),
            Instant.ofEpochSecond(at)));
  }

  /** The provider chose it: one line, of bounded length. */
  private static String name(String said) {
    String line = said.replaceAll("\\p{Cntrl}", " ").strip();
    return line.substring(0, Math.min(line.length(), Input.MAX_NAME_CHARACTERS));
  }

  /**
   * How somebody stands who signed on before.
   *
   * @param memberId null for who was removed from the tenant
   */
  private record Known(UUID memberId, OffsetDateTime lostAt) {
    boolean isMember() {
      return memberId != null;
    }
  }

  private Outcome admit(SignedOn who, String requestId, String address) {
    Buffer token =
        who.refreshToken() == null
            ? null
            : secrets.seal(who.tenantId(), REFRESH_TOKEN, who.refreshToken());
    Optional<Known> known = database.transact(who.tenantId(), tx -> known(tx, who.personId()));
    if (known.filter(before -> before.isMember() && before.lostAt() == null).isPresent()) {
      database.transact(who.tenantId(), tx -> signedInAgain(tx, who, token));
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
          return letIn(tx, who, token, outcome);
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

  private Changed letIn(Transaction tx, SignedOn who, Buffer token, Outcome[] outcome) {
    granting.lockMembers(tx);
    Row provider =
        tx.one(
                """
                SELECT p.role, p.custom_role_id, p.giver_person_id, p.giver_key_id
                FROM tenancy.sign_on_provider p
                JOIN tenancy.tenant t ON t.tenant_id = p.tenant_id AND t.status = 'ACTIVE'
                WHERE p.tenant_id = $1 AND p.removed_at IS NULL
                """,
                tx.tenantId())
            .orElseThrow(() -> new NotFound("identity provider"));
    if (!SignOnRows.domains(tx).contains(SignOnRows.domainOf(who.email()))) {
      throw new Conflict("the provider named an address outside of the tenant's verified domains");
    }
    Optional<Known> known = known(tx, who.personId());
    if (known.isPresent()) {
      return again(tx, who, known.get(), token, outcome);
    }
    if (members.isMember(tx, who.personId())) {
      // Came by an invitation, and stays by it.
      return new Changed("member", who.personId(), null, Map.of(), false);
    }
    UUID memberId =
        members.add(
            tx,
            new Person(who.personId(), who.email(), who.name(), who.email()),
            List.of(grant(tx, provider)));
    tx.update(
        """
        INSERT INTO tenancy.sign_on_person (tenant_id, person_id, email, refresh_token, signed_in_at, due_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        tx.tenantId(),
        who.personId(),
        who.email(),
        token,
        at(who.at()),
        at(clock.instant().plus(config.lookUpEvery())));
    outcome[0] = Outcome.JOINED;
    return new Changed("member", memberId, null, Map.of("by", "single sign-on"));
  }

  private Changed again(
      Transaction tx, SignedOn who, Known known, Buffer token, Outcome[] outcome) {
    if (!known.isMember()) {
      throw new Conflict(
          "the person was removed from the tenant: an invitation lets them in again");
    }
    if (known.lostAt() != null) {
      // A session that began before says nothing new.
      if (!at(who.at()).isAfter(known.lostAt())) {
        throw new Conflict("the person's identity provider does not know them any more");
      }
      members.found(tx, who.personId());
      outcome[0] = Outcome.FOUND_AGAIN;
    }
    signedInAgain(tx, who, token);
    return new Changed(
        "member",
        known.memberId(),
        null,
        Map.of("by", "single sign-on"),
        outcome[0] == Outcome.FOUND_AGAIN);
  }

  /**
   * Only a later sign-in brings another token: the one kept may have been renewed since. It puts no
   * look-up off, or whoever signs in often would never be looked up.
   */
  private int signedInAgain(Transaction tx, SignedOn who, Buffer token) {
    return tx.update(
        """
        UPDATE tenancy.sign_on_person
        SET email = $3, refresh_token = $4, signed_in_at = $5, due_at = least(due_at, $6), lost_at = NULL, lost_because = NULL
        WHERE tenant_id = $1 AND person_id = $2 AND signed_in_at < $5
        """,
        tx.tenantId(),
        who.personId(),
        who.email(),
        token,
        at(who.at()),
        at(clock.instant().plus(config.lookUpEvery())));
  }

  private static Optional<Known> known(Transaction tx, UUID personId) {
    return tx.one(
            """
            SELECT s.lost_at, m.id AS member_id
            FROM tenancy.sign_on_person s
            LEFT JOIN tenancy.member m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id
            WHERE s.tenant_id = $1 AND s.person_id = $2
            """,
            tx.tenantId(),
            personId)
        .map(row -> new Known(row.getUUID("member_id"), row.getOffsetDateTime("lost_at")));
  }

  /** As far as whoever set the provider could still give it. */
  private Grant grant(Transaction tx, Row provider) {
    String role = provider.getString("role");
    UUID customRoleId = provider.getUUID("custom_role_id");
    if (role == null && customRoleId == null) {
      throw new Conflict("the role of single sign-on was deleted");
    }
    Grant grant = new Grant(role == null ? null : Role.valueOf(role), customRoleId, null);
    UUID personId = provider.getUUID("giver_person_id");
    UUID keyId = provider.getUUID("giver_key_id");
    if (personId == null && keyId == null) {
      return grant; // the platform's
    }
    try {
      Principal giver =
          granting
              .promiser(tx, personId, keyId)
              .orElseThrow(
                  () -> new Conflict("whoever set the identity provider has left: set it again"));
      authorizer.require(giver, Permission.MEMBER_WRITE, null);
      granting.requireHeld(tx, giver, Grants.rights(tx, List.of(grant)));
      return grant;
    } catch (Forbidden lacking) {
      throw new Conflict("whoever set the identity provider may not give its role any more");
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
