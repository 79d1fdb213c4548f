package io.keelson.tenancy.member;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** People in a tenant and their roles. The last owner can neither leave nor be demoted. */
@ApplicationScoped
public class Members {
  private static final Grant OWNER = Grant.of(Role.OWNER, null);
  private static final String COLUMNS =
      "id, person_id, username, name, email, joined_at, last_seen_at, version";
  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final Quotas quotas;
  private final InstantSource clock;

  public Members(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      Quotas quotas,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * Adds the person with their grants in the given transaction; for whoever has checked the right
   * already.
   *
   * @throws io.keelson.tenancy.failure.QuotaExceeded when the tenant has no room for one more
   */
  public UUID add(Transaction tx, Person person, List<Grant> grants) {
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO tenancy.member (tenant_id, id, person_id, username, name, email, joined_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        tx.tenantId(),
        id,
        person.id(),
        person.username(),
        person.name(),
        person.email(),
        now());
    quotas.require(tx, QuotaName.MEMBERS, 1);
    Grants.add(tx, Grantee.member(id), grants);
    return id;
  }

  /**
   * Replaces a member's grants.
   *
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that they would give or
   *     take
   * @throws NotFound when there is no such member, role or project
   * @throws Conflict when the member's version is another, or no owner would be left
   */
  public Member setGrants(Caller caller, UUID memberId, int expectedVersion, List<Grant> grants) {
    Grants.bounded("input.grants", grants);
    record Wanted(UUID memberId, int expectedVersion, List<Grant> grants) {}
    UUID changed =
        mutations.run(
            caller,
            "setMemberGrants",
            new Wanted(memberId, expectedVersion, grants),
            tx -> {
              Principal giver = changing(tx, caller);
              Member before = find(tx, memberId);
              requireHeld(tx, giver, Grants.difference(before.grants(), grants));
              touch(tx, before.id(), expectedVersion);
              Grants.replace(tx, Grantee.member(memberId), grants);
              refuseWithoutOwner(tx);
              return new Changed("member", memberId, null, Map.of("grants", grants.toString()));
            });
    return database.transact(caller.principal().tenantId(), tx -> find(tx, changed));
  }

  /**
   * Takes a person out of the tenant, and with them the keys that they stand behind: nobody accepts
   * these a second later, nor the links and sockets that were opened with them. Jobs go on: they
   * are the project's, and report with tokens of their own. So do the keys of service accounts,
   * which hand out nothing any more where the person made them: {@link
   * io.keelson.tenancy.apikey.ApiKeyFilter#LEFT_BEHIND} lists them.
   *
   * @return the member as they were
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that they would take
   * @throws NotFound when there is no such member
   * @throws Conflict when the member's version is another, or no owner would be left
   */
  public Member remove(Caller caller, UUID memberId, int expectedVersion) {
    record Wanted(UUID memberId, int expectedVersion) {}
    AtomicReference<Member> removed = new AtomicReference<>();
    mutations.run(
        caller,
        "removeMember",
        new Wanted(memberId, expectedVersion),
        tx -> {
          Principal taker = changing(tx, caller);
          Member member = find(tx, memberId);
          requireHeld(tx, taker, member.grants());
          requireHeld(tx, taker, throughTeams(tx, memberId));
          delete(tx, memberId, expectedVersion);
          removed.set(member);
          return new Changed(
              "member",
              memberId,
              null,
              Map.of(
                  "revokedKeys",
                  KeysOfMember.revoke(tx, member, now()),
                  "accountKeysLeftBehind",
                  KeysOfMember.leftBehind(tx, member, now()),
                  "jobs",
                  "go on"));
        });
    if (removed.get() == null) {
      throw new Conflict("the member was removed before");
    }
    return removed.get();
  }

  /**
   * Takes the caller out of the tenant, as {@link #remove} takes somebody else.
   *
   * @throws PeopleOnly when the caller is no person
   * @throws Conflict when the caller's version is another, or no owner would be left
   */
  public void leave(Caller caller, int expectedVersion) {
    record Wanted(int expectedVersion) {}
    mutations.run(
        caller,
        "leaveTenant",
        new Wanted(expectedVersion),
        tx -> {
          Principal leaver = granting.changingMembers(tx, caller.principal());
          Member member = own(tx, leaver);
          delete(tx, member.id(), expectedVersion);
          return new Changed(
              "member",
              member.id(),
              null,
              Map.of(
                  "revokedKeys",
                  KeysOfMember.revoke(tx, member, now()),
                  "accountKeysLeftBehind",
                  KeysOfMember.leftBehind(tx, member, now())));
        });
  }

  /**
   * Makes another member an owner, and the caller none any more.
   *
   * @param expectedVersion the other member's
   * @throws PeopleOnly when the caller is no person
   * @throws Forbidden when the caller lacks TENANT_WRITE in the whole tenant
   * @throws NotFound when there is no such member
   * @throws Conflict when the caller is no owner, the other member's version is another, or they
   *     are lost to their identity provider
   */
  public void transferOwnership(Caller caller, UUID toMemberId, int expectedVersion) {
    record Wanted(UUID toMemberId, int expectedVersion) {}
    mutations.run(
        caller,
        "transferOwnership",
        new Wanted(toMemberId, expectedVersion),
        tx -> {
          Principal giver = granting.changingMembers(tx, caller.principal());
          Member owner = own(tx, giver);
          authorizer.require(giver, Permission.TENANT_WRITE, null);
          Member heir = find(tx, toMemberId);
          if (!owner.grants().contains(OWNER)) {
            throw new Conflict("the caller is no owner of the tenant");
          }
          if (owner.id().equals(toMemberId)) {
            throw new Invalid("input.toMemberId", "the caller", "another member");
          }
          touch(tx, heir.id(), expectedVersion);
          touch(tx, owner.id(), owner.version());
          Grants.add(tx, Grantee.member(heir.id()), List.of(OWNER));
          List<Grant> left = new ArrayList<>(owner.grants());
          left.remove(OWNER);
          Grants.replace(tx, Grantee.member(owner.id()), left);
          refuseWithoutOwner(tx);
          return new Changed("member", heir.id(), null, Map.of("from", owner.id().toString()));
        });
  }

  /** Whether the person has a place in the tenant, be they lost to their provider or not. */
  public boolean isMember(Transaction tx, UUID personId) {
    return tx.one(
            "SELECT 1 FROM tenancy.member WHERE tenant_id = $1 AND person_id = $2",
            tx.tenantId(),
            personId)
        .isPresent();
  }

  /**
   * The person keeps their place, and it gives them nothing until they are {@link #found}: nor do
   * the keys that they stand behind. For whoever has checked the right already.
   *
   * @return their member's id; empty for who is none, is lost already, or is the last owner
   */
  public Optional<UUID> lose(Transaction tx, UUID personId) {
    granting.lockMembers(tx);
    return tx.one(
            """
            UPDATE tenancy.member lost
            SET lost_at = $3
            WHERE tenant_id = $1 AND person_id = $2 AND lost_at IS NULL
              AND EXISTS (
                SELECT 1
                FROM tenancy.role_grant g
                JOIN tenancy.member owner ON owner.tenant_id = g.tenant_id AND owner.id = g.member_id
                WHERE g.tenant_id = $1 AND g.role = 'OWNER' AND g.project_id IS NULL
                  AND owner.lost_at IS NULL AND owner.person_id <> $2)
            RETURNING id
            """,
            tx.tenantId(),
            personId,
            now())
        .map(row -> row.getUUID("id"));
  }

  /** Undoes {@link #lose}. */
  public void found(Transaction tx, UUID personId) {
    tx.update(
        "UPDATE tenancy.member SET lost_at = NULL WHERE tenant_id = $1 AND person_id = $2",
        tx.tenantId(),
        personId);
  }

  /**
   * Gives somebody's place to another account of theirs, lost or not, and with it what they hold
   * and the keys that they stand behind. For whoever knows that the account before is gone.
   *
   * @return the member's id, which stays
   */
  public UUID handOver(Transaction tx, UUID before, Person person) {
    UUID id =
        tx.one(
                """
                UPDATE tenancy.member
                SET person_id = $3, username = $4, name = $5, email = $6, lost_at = NULL, version = version + 1
                WHERE tenant_id = $1 AND person_id = $2
                RETURNING id
                """,
                tx.tenantId(),
                before,
                person.id(),
                person.username(),
                person.name(),
                person.email())
            .orElseThrow(() -> new NotFound("member"))
            .getUUID("id");
    tx.update(
        "UPDATE tenancy.api_key SET person_id = $3 WHERE tenant_id = $1 AND person_id = $2",
        tx.tenantId(),
        before,
        person.id());
    return id;
  }

  /**
   * The caller's own membership, which needs no right to see those of others.
   *
   * @throws PeopleOnly when the caller is no person
   * @throws NotFound when they belong to the tenant no more
   */
  public Member own(Principal person) {
    return database.transact(person.tenantId(), tx -> own(tx, person));
  }

  private static Member own(Transaction tx, Principal person) {
    if (person.kind() != Principal.Kind.PERSON) {
      throw new PeopleOnly();
    }
    UUID id =
        tx.one(
                "SELECT id FROM tenancy.member WHERE tenant_id = $1 AND person_id = $2",
                tx.tenantId(),
                person.id())
            .orElseThrow(() -> new NotFound("member"))
            .getUUID("id");
    return find(tx, id);
  }

  private static void touch(Transaction tx, UUID memberId, int expectedVersion) {
    tx.updateOne(
        changed(expectedVersion),
        "UPDATE tenancy.member SET version = version + 1 WHERE tenant_id = $1 AND id = $2 AND"
            + " version = $3",
        tx.tenantId(),
        memberId,
        expectedVersion);
  }

  /** Unless no owner would be left. */
  private static void delete(Transaction tx, UUID memberId, int expectedVersion) {
    tx.updateOne(
        changed(expectedVersion),
        "DELETE FROM tenancy.member WHERE tenant_id = $1 AND id = $2 AND version = $3",
        tx.tenantId(),
        memberId,
        expectedVersion);
    refuseWithoutOwner(tx);
  }

  private static String changed(int expectedVersion) {
    return "member has changed since version " + expectedVersion;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** The caller as they are now, while nobody else changes the tenant's members. */
  private Principal changing(Transaction tx, Caller caller) {
    Principal giver = granting.changingMembers(tx, caller.principal());
    authorizer.require(giver, Permission.MEMBER_WRITE, null);
    return giver;
  }

  private void requireHeld(Transaction tx, Principal giver, Collection<Grant> grants) {
    granting.requireHeld(tx, giver, Grants.rights(tx, grants));
  }

  private static List<Grant> throughTeams(Transaction tx, UUID memberId) {
    List<UUID> teams =
        tx.list(
            row -> row.getUUID("team_id"),
            "SELECT team_id FROM tenancy.team_member WHERE tenant_id = $1 AND member_id = $2",
            tx.tenantId(),
            memberId);
    return Grants.of(tx, Grantee.Kind.TEAM, teams).values().stream().flatMap(List::stream).toList();
  }

  /** One who is lost to their identity provider cannot act, and is none of those that count. */
  private static void refuseWithoutOwner(Transaction tx) {
    boolean owned =
        tx.one(
                """
                SELECT 1
                FROM tenancy.role_grant g
                JOIN tenancy.member owner ON owner.tenant_id = g.tenant_id AND owner.id = g.member_id
                WHERE g.tenant_id = $1 AND g.role = 'OWNER' AND g.project_id IS NULL AND owner.lost_at IS NULL
                LIMIT 1
                """,
                tx.tenantId())
            .isPresent();
    if (!owned) {
      throw new Conflict("the last owner of a tenant stays its owner");
    }
  }

  /** For whoever has checked the right already. */
  public Member get(UUID tenantId, UUID memberId) {
    return database.transact(tenantId, tx -> find(tx, memberId));
  }

  public Member get(Principal principal, UUID memberId) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return database.transact(principal.tenantId(), tx -> find(tx, memberId));
  }

  /** By id, after the given one when there is one. */
  public List<Member> page(Principal principal, int limit, UUID afterId) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return database.transact(
        principal.tenantId(),
        tx ->
            members(
                tx,
                tx.list(
                    row -> row,
                    "SELECT "
                        + COLUMNS
                        + """
                         FROM tenancy.member
                        WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id > $2)
                        ORDER BY id
                        LIMIT $3
                        """,
                    tx.tenantId(),
                    afterId,
                    limit)));
  }

  /** {@link #page} of those who belong to the team; none for a team that is not there. */
  public List<Member> pageOfTeam(Principal principal, UUID teamId, int limit, UUID afterId) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return database.transact(
        principal.tenantId(),
        tx ->
            members(
                tx,
                tx.list(
                    row -> row,
                    "SELECT "
                        + COLUMNS
                        + """
                         FROM tenancy.member
                        WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id > $2)
                          AND id IN (SELECT member_id FROM tenancy.team_member WHERE tenant_id = $1 AND team_id = $4)
                        ORDER BY id
                        LIMIT $3
                        """,
                    tx.tenantId(),
                    afterId,
                    limit,
                    teamId)));
  }

  private static Member find(Transaction tx, UUID memberId) {
    return members(
            tx,
            tx.list(
                row -> row,
                "SELECT " + COLUMNS + " FROM tenancy.member WHERE tenant_id = $1 AND id = $2",
                tx.tenantId(),
                memberId))
        .stream()
        .findFirst()
        .orElseThrow(() -> new NotFound("member"));
  }

  private static List<Member> members(Transaction tx, List<Row> rows) {
    Map<UUID, List<Grant>> grants =
        Grants.of(tx, Grantee.Kind.MEMBER, rows.stream().map(row -> row.getUUID("id")).toList());
    return rows.stream()
        .map(row -> member(row, grants.getOrDefault(row.getUUID("id"), List.of())))
        .toList();
  }

  private static Member member(Row row, List<Grant> grants) {
    return new Member(
        row.getUUID("id"),
        row.getUUID("person_id"),
        row.getString("username"),
        row.getString("name"),
        row.getString("email"),
        grants,
        row.getOffsetDateTime("joined_at"),
        row.getOffsetDateTime("last_seen_at"),
        row.getInteger("version"));
  }
}
