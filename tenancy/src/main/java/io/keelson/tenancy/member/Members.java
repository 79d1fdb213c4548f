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
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** People in a tenant and their roles. The last owner can neither leave nor be demoted. */
@ApplicationScoped
public class Members {
  private static final int MAX_GRANTS = 100;
  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final InstantSource clock;

  public Members(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.clock = clock;
  }

  /**
   * Adds the person with their grants in the given transaction; for whoever has checked the right
   * already.
   */
  public UUID add(Transaction tx, Person person, List<Member.Grant> grants) {
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
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    grants.forEach(grant -> insertGrant(tx, id, grant));
    return id;
  }

  /**
   * Replaces a member's grants.
   *
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that they would give or
   *     take
   * @throws NotFound when there is no such member, or no such project
   * @throws Conflict when the member's version is another, or no owner would be left
   */
  public Member setGrants(
      Caller caller, UUID memberId, int expectedVersion, List<Member.Grant> grants) {
    Input.size("input.grants", grants, 0, MAX_GRANTS);
    record Wanted(UUID memberId, int expectedVersion, List<Member.Grant> grants) {}
    UUID changed =
        mutations.run(
            caller,
            "setMemberGrants",
            new Wanted(memberId, expectedVersion, grants),
            tx -> {
              Member before = beforeChange(tx, caller, memberId, grants);
              tx.updateOne(
                  "member has changed since version " + expectedVersion,
                  "UPDATE tenancy.member SET version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3",
                  tx.tenantId(),
                  before.id(),
                  expectedVersion);
              tx.update(
                  "DELETE FROM tenancy.role_grant WHERE tenant_id = $1 AND member_id = $2",
                  tx.tenantId(),
                  memberId);
              Set.copyOf(grants).forEach(grant -> insertGrant(tx, memberId, grant));
              refuseWithoutOwner(tx);
              return new Changed("member", memberId, null, Map.of("grants", grants.toString()));
            });
    return database.transact(caller.principal().tenantId(), tx -> find(tx, changed));
  }

  /**
   * Takes a person out of the tenant, and with them the keys that they stand behind: nobody accepts
   * these a second later, nor the links and sockets that were opened with them. Jobs go on: they
   * are the project's, and report with tokens of their own.
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
          Member member = beforeChange(tx, caller, memberId, List.of());
          tx.updateOne(
              "member has changed since version " + expectedVersion,
              "DELETE FROM tenancy.member WHERE tenant_id = $1 AND id = $2 AND version = $3",
              tx.tenantId(),
              memberId,
              expectedVersion);
          refuseWithoutOwner(tx);
          removed.set(member);
          return new Changed(
              "member",
              memberId,
              null,
              Map.of("revokedKeys", revokeKeys(tx, member), "jobs", "go on"));
        });
    if (removed.get() == null) {
      throw new Conflict("the member was removed before");
    }
    return removed.get();
  }

  private int revokeKeys(Transaction tx, Member member) {
    return tx.update(
        """
        UPDATE tenancy.api_key
        SET revoked_at = $3
        WHERE tenant_id = $1 AND person_id = $2 AND revoked_at IS NULL
        """,
        tx.tenantId(),
        member.personId(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  /** The member as they are, once it is certain that the caller may give and take what changes. */
  private Member beforeChange(
      Transaction tx, Caller caller, UUID memberId, List<Member.Grant> grants) {
    Principal giver = granting.changingMembers(tx, caller.principal());
    authorizer.require(giver, Permission.MEMBER_WRITE, null);
    Member before = find(tx, memberId);
    granting.requireHeld(tx, giver, rights(difference(before.grants(), grants)));
    return before;
  }

  private static Set<Member.Grant> difference(List<Member.Grant> one, List<Member.Grant> other) {
    Set<Member.Grant> different = new LinkedHashSet<>(one);
    different.addAll(other);
    different.removeIf(grant -> one.contains(grant) && other.contains(grant));
    return different;
  }

  private static List<Granting.Rights> rights(Set<Member.Grant> grants) {
    List<Granting.Rights> rights = new ArrayList<>();
    for (Member.Grant grant : grants) {
      rights.add(new Granting.Rights(grant.role().permissions(), grant.projectId()));
    }
    return rights;
  }

  private static void refuseWithoutOwner(Transaction tx) {
    boolean owned =
        tx.one(
                """
                SELECT 1
                FROM tenancy.role_grant
                WHERE tenant_id = $1 AND role = 'OWNER' AND project_id IS NULL
                LIMIT 1
                """,
                tx.tenantId())
            .isPresent();
    if (!owned) {
      throw new Conflict("the last owner of a tenant stays its owner");
    }
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
            tx.list(
                row -> member(tx, row),
                """
                SELECT id, person_id, username, name, email, joined_at, version
                FROM tenancy.member
                WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id > $2)
                ORDER BY id
                LIMIT $3
                """,
                tx.tenantId(),
                afterId,
                limit));
  }

  private static Member find(Transaction tx, UUID memberId) {
    return tx.one(
            """
            SELECT id, person_id, username, name, email, joined_at, version
            FROM tenancy.member
            WHERE tenant_id = $1 AND id = $2
            """,
            tx.tenantId(),
            memberId)
        .map(row -> member(tx, row))
        .orElseThrow(() -> new NotFound("member"));
  }

  private static Member member(Transaction tx, Row row) {
    List<Member.Grant> grants =
        tx.list(
            grant ->
                new Member.Grant(
                    Role.valueOf(grant.getString("role")), grant.getUUID("project_id")),
            """
            SELECT role, project_id
            FROM tenancy.role_grant
            WHERE tenant_id = $1 AND member_id = $2
            ORDER BY role, project_id
            """,
            tx.tenantId(),
            row.getUUID("id"));
    return new Member(
        row.getUUID("id"),
        row.getUUID("person_id"),
        row.getString("username"),
        row.getString("name"),
        row.getString("email"),
        grants,
        row.getOffsetDateTime("joined_at"),
        row.getInteger("version"));
  }

  private static void insertGrant(Transaction tx, UUID memberId, Member.Grant grant) {
    tx.update(
        """
        INSERT INTO tenancy.role_grant (tenant_id, id, member_id, role, project_id)
        VALUES ($1, $2, $3, $4, $5)
        """,
        tx.tenantId(),
        Ids.next(),
        memberId,
        grant.role().name(),
        grant.projectId());
  }
}
