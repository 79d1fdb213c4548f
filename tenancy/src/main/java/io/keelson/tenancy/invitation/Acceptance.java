package io.keelson.tenancy.invitation;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.member.Member;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.member.PeopleOnly;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.team.Teams;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How an invitation is accepted: once, by the owner of its e-mail address, while its giver may give
 * it.
 */
@ApplicationScoped
public class Acceptance {
  private final Mutations mutations;
  private final Granting granting;
  private final Authorizer authorizer;
  private final Invitations invitations;
  private final InvitationRows rows;
  private final Members members;
  private final Teams teams;

  public Acceptance(
      Mutations mutations,
      Granting granting,
      Authorizer authorizer,
      Invitations invitations,
      InvitationRows rows,
      Members members,
      Teams teams) {
    this.mutations = mutations;
    this.granting = granting;
    this.authorizer = authorizer;
    this.invitations = invitations;
    this.rows = rows;
    this.members = members;
    this.teams = teams;
  }

  /**
   * Whoever accepts.
   *
   * @param verifiedEmail as the identity provider has verified it; null where it has not
   */
  public record Invited(Person person, String verifiedEmail) {}

  /** How the call is traced. */
  public record Call(String requestId, IdempotencyKey idempotencyKey, String address) {}

  /**
   * Makes the person a member with what the invitation offers.
   *
   * @param invited null for a caller who is no person
   * @throws Invalid for what is no token
   * @throws PeopleOnly without a person
   * @throws NotFound when no pending invitation has the token and this person's e-mail address:
   *     that of somebody else looks like none
   * @throws Conflict when the person's e-mail address is not verified, or they are a member, or the
   *     giver may not give all that any more
   */
  public Member accept(Invited invited, Call call, String token) {
    if (!InvitationToken.isWellFormed(token)) {
      throw new Invalid("token", "something else", "the token of an invitation");
    }
    if (invited == null) {
      throw new PeopleOnly();
    }
    if (invited.verifiedEmail() == null) {
      throw new Conflict("the e-mail address of the account is not verified yet");
    }
    String email = invited.verifiedEmail().toLowerCase(Locale.ROOT);
    byte[] hash = new InvitationToken(token).hash();
    InvitationRows.Found found =
        rows.byToken(hash, email).orElseThrow(() -> new NotFound("invitation"));
    Caller caller = caller(invited.person(), found, call);
    record Wanted(UUID invitationId) {}
    UUID memberId =
        mutations.run(
            caller,
            "acceptInvitation",
            new Wanted(found.id()),
            tx -> join(tx, invited.person(), email, found.id(), hash));
    return members.get(found.tenantId(), memberId);
  }

  /**
   * Makes the person a member with what an invitation to their address offers, where one waits; for
   * whoever knows by other means than a token that the address is theirs.
   *
   * @param email in lower case
   * @param askedAfter invitations that were sent before do not count
   * @return the member's id; empty without an invitation
   * @throws Conflict when they are a member, or the giver may not give all that any more
   */
  public Optional<UUID> byAddress(
      Transaction tx, Person person, String email, OffsetDateTime askedAfter) {
    return tx.one(
            """
            SELECT id, token_hash
            FROM tenancy.invitation
            WHERE tenant_id = $1 AND email = $2 AND status = 'PENDING' AND token_hash IS NOT NULL AND asked_at > $3
            """,
            tx.tenantId(),
            email,
            askedAfter)
        .map(
            row -> {
              byte[] hash = row.getBuffer("token_hash").getBytes();
              return join(tx, person, email, row.getUUID("id"), hash).id();
            });
  }

  private static Caller caller(Person person, InvitationRows.Found found, Call call) {
    Principal stranger =
        new Principal(
            Principal.Kind.PERSON,
            person.id(),
            found.tenantId(),
            found.tenantSlug(),
            person.username(),
            Set.of(),
            Map.of(),
            null);
    return new Caller(stranger, call.requestId(), call.idempotencyKey(), call.address());
  }

  private Changed join(Transaction tx, Person person, String email, UUID id, byte[] hash) {
    granting.lockMembers(tx);
    Row invitation = rows.usable(tx, id, email, hash).orElseThrow(() -> new NotFound("invitation"));
    if (rows.isMember(tx, person.id())) {
      throw new Conflict("the person is a member already");
    }
    requireStillGiven(tx, id, invitation);
    Set<UUID> teamIds = rows.teamIds(tx, id);
    List<Grant> grants = Grants.of(tx, Grantee.invitation(id));
    // Before the member is there: whoever was invited counts once.
    rows.end(tx, id, invitation.getInteger("version"), InvitationStatus.ACCEPTED);
    UUID memberId = members.add(tx, person, grants);
    teams.join(tx, teamIds, memberId);
    return new Changed("member", memberId, null, Map.of("invitation", id.toString()));
  }

  private void requireStillGiven(Transaction tx, UUID id, Row invitation) {
    UUID personId = invitation.getUUID("giver_person_id");
    UUID keyId = invitation.getUUID("giver_key_id");
    if (personId == null && keyId == null) {
      return; // the platform's
    }
    try {
      Principal giver =
          granting
              .promiser(tx, personId, keyId)
              .orElseThrow(
                  () -> new Conflict("whoever invited has left; ask for a new invitation"));
      authorizer.require(giver, Permission.MEMBER_WRITE, null);
      granting.requireHeld(tx, giver, invitations.offered(tx, id));
    } catch (Forbidden lacking) {
      throw new Conflict("whoever invited may not give this any more; ask for a new invitation");
    }
  }
}
