package io.keelson.tenancy.invitation;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.event.Outbox;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Invitations by mail. An invitation is its giver's word: what it offers is held by whoever made or
 * last resent it, then and when it is accepted. {@link Acceptance} says how it is accepted.
 */
@ApplicationScoped
public class Invitations {
  /** That the invitations of one tenant send, by UTC. */
  private static final int MAX_MAILS_A_DAY = 500;

  /** That the invitations of one person send, from all tenants. */
  private static final int MAX_MAILS_A_DAY_OF_PERSON = 500;

  /** That one address gets, from all tenants. */
  private static final int MAX_MAILS_A_DAY_TO_ADDRESS = 20;

  /** The event that has the mail sent: its payload's version is that of the invitation. */
  public static final String INVITED = "PersonInvited";

  private static final Duration USUAL_LIFE = Duration.ofDays(7);
  private static final Duration MIN_LIFE = Duration.ofHours(1);
  private static final Duration MAX_LIFE = Duration.ofDays(30);
  private static final Duration BETWEEN_MAILS = Duration.ofMinutes(1);
  private static final int MAX_PENDING = 500;
  private static final int MAX_TEAMS = 20;

  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final InvitationRows rows;
  private final Outbox outbox;
  private final Quotas quotas;

  public Invitations(
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      InvitationRows rows,
      Outbox outbox,
      Quotas quotas) {
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.rows = rows;
    this.outbox = outbox;
    this.quotas = quotas;
  }

  /**
   * @param life how long it can be accepted; null for seven days
   */
  public record NewInvitation(String email, List<Grant> grants, Set<UUID> teamIds, Duration life) {}

  /**
   * Offers a place in the tenant. The mail goes out after the transaction.
   *
   * @throws Invalid for an e-mail address, too many grants or teams, or a life that is not an hour
   *     to 30 days
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that they would give
   * @throws NotFound when there is no such team, role or project
   * @throws Conflict when the person is a member or invited, or nobody is invited here
   * @throws RateLimited when the address was invited less than a minute ago, or the tenant has sent
   *     as many mails today as it may, or the caller in all tenants, or the address has got as many
   * @throws QuotaExceeded beyond 500 that are pending
   */
  public Invitation invite(Caller caller, NewInvitation input) {
    String email = Input.email("input.email", input.email());
    Grants.bounded("input.grants", input.grants());
    Input.size("input.teamIds", input.teamIds(), 0, MAX_TEAMS);
    Duration life = life(input.life());
    UUID id =
        mutations.run(
            caller,
            "inviteMember",
            input,
            tx -> {
              Principal giver = changing(tx, caller);
              rows.requireTeams(tx, input.teamIds());
              granting.requireHeld(tx, giver, offered(tx, input.grants(), input.teamIds()));
              requireNew(tx, email);
              UUID made = rows.insert(tx, giver, email, life);
              quotas.require(tx, QuotaName.MEMBERS, 1);
              Grants.add(tx, Grantee.invitation(made), input.grants());
              rows.addTeams(tx, made, input.teamIds());
              publish(tx, giver, made, email, 1);
              return new Changed(
                  "invitation",
                  made,
                  null,
                  Map.of(
                      "grants",
                      input.grants().toString(),
                      "teams",
                      input.teamIds().stream().map(UUID::toString).toList()));
            });
    return rows.find(caller.principal().tenantId(), id);
  }

  private static Duration life(Duration asked) {
    if (asked == null) {
      return USUAL_LIFE;
    }
    Input.range("input.expiresIn", asked.toSeconds(), MIN_LIFE.toSeconds(), MAX_LIFE.toSeconds());
    return asked;
  }

  private void requireNew(Transaction tx, String email) {
    if (rows.isMember(tx, email)) {
      throw new Conflict("somebody with this e-mail address is a member");
    }
    rows.expire(tx, email);
    if (rows.isPending(tx, email)) {
      throw new Conflict("somebody with this e-mail address is invited");
    }
    refuseTooSoon(tx, email);
    int pending = rows.pending(tx);
    if (pending >= MAX_PENDING) {
      throw new QuotaExceeded("pending invitations", MAX_PENDING, pending, 1);
    }
  }

  private void refuseTooSoon(Transaction tx, String email) {
    rows.lastMailed(tx, email)
        .map(last -> Duration.between(rows.now(), last.plus(BETWEEN_MAILS)))
        .filter(Duration::isPositive)
        .ifPresent(
            wait -> {
              throw new RateLimited("an address gets a mail once a minute at most", wait);
            });
  }

  /**
   * Sends another mail with a new token and a new end; the token before it is worth nothing any
   * more. The caller becomes the giver.
   *
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that it offers
   * @throws NotFound when there is no such invitation
   * @throws Conflict when its version is another, or it was accepted or revoked, or nobody is
   *     invited here
   * @throws RateLimited when the mail before was asked for less than a minute ago, or the tenant
   *     has sent as many mails today as it may, or the caller in all tenants, or the address has
   *     got as many
   * @throws QuotaExceeded when it had expired, and the tenant has as many members as it may
   */
  public Invitation resend(Caller caller, UUID id, int expectedVersion) {
    record Wanted(UUID id, int expectedVersion) {}
    mutations.run(
        caller,
        "resendInvitation",
        new Wanted(id, expectedVersion),
        tx -> {
          Principal giver = changing(tx, caller);
          Row invitation = rows.require(tx, id);
          granting.requireHeld(tx, giver, offered(tx, id));
          if (!invitation.getString("status").equals(InvitationStatus.PENDING.name())) {
            throw new Conflict("the invitation was accepted, revoked or replaced");
          }
          String email = invitation.getString("email");
          refuseTooSoon(tx, email);
          boolean hasExpired = !invitation.getOffsetDateTime("expires_at").isAfter(rows.now());
          rows.renew(tx, giver, id, expectedVersion);
          // One that still counts takes no further place.
          quotas.require(tx, QuotaName.MEMBERS, hasExpired ? 1 : 0);
          publish(tx, giver, id, email, expectedVersion + 1);
          return Changed.of("invitation", id, null);
        });
    return rows.find(caller.principal().tenantId(), id);
  }

  /**
   * Takes the offer back.
   *
   * @throws Forbidden when the caller lacks MEMBER_WRITE
   * @throws NotFound when there is no such invitation
   * @throws Conflict when its version is another, or it is not pending
   */
  public Invitation revoke(Caller caller, UUID id, int expectedVersion) {
    record Wanted(UUID id, int expectedVersion) {}
    mutations.run(
        caller,
        "revokeInvitation",
        new Wanted(id, expectedVersion),
        tx -> {
          changing(tx, caller);
          rows.require(tx, id);
          rows.end(tx, id, expectedVersion, InvitationStatus.REVOKED);
          return Changed.of("invitation", id, null);
        });
    return rows.find(caller.principal().tenantId(), id);
  }

  /** What the invitation gives, by its grants and teams. */
  List<Granting.Rights> offered(Transaction tx, UUID id) {
    return offered(tx, Grants.of(tx, Grantee.invitation(id)), rows.teamIds(tx, id));
  }

  private static List<Granting.Rights> offered(
      Transaction tx, List<Grant> grants, Set<UUID> teamIds) {
    List<Grant> all = new ArrayList<>(grants);
    Grants.of(tx, Grantee.Kind.TEAM, teamIds).values().forEach(all::addAll);
    return Grants.rights(tx, all);
  }

  /**
   * @throws NotFound when there is no such invitation
   */
  public Invitation get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return rows.find(principal.tenantId(), id);
  }

  /**
   * Newest first, before the one with the given id when there is one.
   *
   * @param status null for all
   */
  public List<Invitation> page(
      Principal principal, InvitationStatus status, int limit, UUID beforeId) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return rows.page(principal.tenantId(), status, limit, beforeId);
  }

  /**
   * Those that wait for the owner of the e-mail address, in whichever active tenant; at most 100.
   *
   * @param email that the identity provider has verified
   */
  public List<Invitation> waitingFor(String email) {
    return rows.waitingFor(email.toLowerCase(Locale.ROOT));
  }

  private void publish(Transaction tx, Principal giver, UUID id, String email, int version) {
    new DailyMails(MAX_MAILS_A_DAY, MAX_MAILS_A_DAY_OF_PERSON, MAX_MAILS_A_DAY_TO_ADDRESS)
        .take(
            tx, giver.person() == null ? null : giver.person().id(), email, rows.now().toInstant());
    outbox.publish(tx, INVITED, id, new JsonObject().put("version", version));
  }

  private Principal changing(Transaction tx, Caller caller) {
    Principal giver = granting.changingMembers(tx, caller.principal());
    authorizer.require(giver, Permission.MEMBER_WRITE, null);
    return giver;
  }
}
