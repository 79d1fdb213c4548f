package io.keelson.tenancy.team;

import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Granting;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Teams and who belongs to them. Whoever lets somebody in gives them what the team holds, whoever
 * sends somebody out takes it: both hold all of that themselves. A team is never an owner.
 */
@ApplicationScoped
public class Teams {
  private final TenantDatabase database;
  private final Mutations mutations;
  private final Authorizer authorizer;
  private final Granting granting;
  private final TeamRows rows;

  public Teams(
      TenantDatabase database,
      Mutations mutations,
      Authorizer authorizer,
      Granting granting,
      InstantSource clock) {
    this.database = database;
    this.mutations = mutations;
    this.authorizer = authorizer;
    this.granting = granting;
    this.rows = new TeamRows(database, clock);
  }

  public record NewTeam(String name, String description, Set<UUID> memberIds, List<Grant> grants) {}

  /** Null leaves a value as it is. */
  public record TeamUpdate(UUID id, int expectedVersion, String name, String description) {}

  public record TeamMembers(UUID id, int expectedVersion, Set<UUID> memberIds) {}

  public record TeamGrants(UUID id, int expectedVersion, List<Grant> grants) {}

  /**
   * @throws Invalid for a name, a description, too many members or grants, or the grant of an owner
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that the team would have
   * @throws NotFound when there is no such member, role or project
   * @throws Conflict when the name is taken, in whatever case
   * @throws QuotaExceeded beyond 500 teams, or 100 of a member
   */
  public Team create(Caller caller, NewTeam input) {
    Input.name("input.name", input.name());
    Input.description("input.description", input.description());
    boundedMembers(input.memberIds());
    Grants.boundedWithoutOwner("input.grants", input.grants());
    UUID id =
        mutations.runNamed(
            caller,
            "createTeam",
            input.name(),
            input,
            tx -> {
              Principal giver = changing(tx, caller);
              granting.requireHeld(tx, giver, Grants.rights(tx, input.grants()));
              UUID made = rows.insert(tx, giver, input.name(), input.description());
              rows.addMembers(tx, made, input.memberIds());
              Grants.add(tx, Grantee.team(made), input.grants());
              return new Changed(
                  "team",
                  made,
                  null,
                  Map.of(
                      "name",
                      input.name(),
                      "members",
                      input.memberIds().size(),
                      "grants",
                      input.grants().toString()));
            });
    return find(caller.principal().tenantId(), id);
  }

  /**
   * @throws Forbidden when the caller lacks MEMBER_WRITE
   * @throws NotFound when there is no such team
   * @throws Conflict when its version is another, or the name is taken
   */
  public Team update(Caller caller, TeamUpdate input) {
    if (input.name() != null) {
      Input.name("input.name", input.name());
    }
    Input.description("input.description", input.description());
    UUID id =
        mutations.runNamed(
            caller,
            "updateTeam",
            input.name(),
            input,
            tx -> {
              changing(tx, caller);
              rows.requireThere(tx, input.id());
              rows.update(
                  tx, input.id(), input.expectedVersion(), input.name(), input.description());
              return Changed.of("team", input.id(), null);
            });
    return find(caller.principal().tenantId(), id);
  }

  /**
   * Replaces who belongs to the team: whoever leaves has lost what it holds a second later.
   *
   * @throws Forbidden when the caller lacks MEMBER_WRITE or, where somebody comes or leaves, what
   *     the team holds
   * @throws NotFound when there is no such team or member
   * @throws Conflict when the team's version is another
   * @throws QuotaExceeded beyond 100 teams of a member
   */
  public Team setMembers(Caller caller, TeamMembers input) {
    boundedMembers(input.memberIds());
    UUID id =
        mutations.run(
            caller,
            "setTeamMembers",
            input,
            tx -> {
              Principal giver = changing(tx, caller);
              rows.requireThere(tx, input.id());
              Set<UUID> before = rows.memberIds(tx, input.id());
              Set<UUID> added = without(input.memberIds(), before);
              Set<UUID> removed = without(before, input.memberIds());
              if (!added.isEmpty() || !removed.isEmpty()) {
                requireHeld(tx, giver, input.id());
              }
              rows.touch(tx, input.id(), input.expectedVersion());
              rows.addMembers(tx, input.id(), added);
              rows.removeMembers(tx, input.id(), removed);
              return new Changed(
                  "team",
                  input.id(),
                  null,
                  Map.of("added", texts(added), "removed", texts(removed)));
            });
    return find(caller.principal().tenantId(), id);
  }

  /**
   * Replaces what the team holds.
   *
   * @throws Invalid for too many grants, or that of an owner
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that they would give or
   *     take
   * @throws NotFound when there is no such team, role or project
   * @throws Conflict when the team's version is another
   */
  public Team setGrants(Caller caller, TeamGrants input) {
    Grants.boundedWithoutOwner("input.grants", input.grants());
    UUID id =
        mutations.run(
            caller,
            "setTeamGrants",
            input,
            tx -> {
              Principal giver = changing(tx, caller);
              rows.requireThere(tx, input.id());
              List<Grant> before = Grants.of(tx, Grantee.team(input.id()));
              Set<Grant> changed = Grants.difference(before, input.grants());
              granting.requireHeld(tx, giver, Grants.rights(tx, changed));
              rows.touch(tx, input.id(), input.expectedVersion());
              Grants.replace(tx, Grantee.team(input.id()), input.grants());
              return new Changed(
                  "team", input.id(), null, Map.of("grants", input.grants().toString()));
            });
    return find(caller.principal().tenantId(), id);
  }

  /**
   * Takes from its members what the team holds; they stay members of the tenant.
   *
   * @return the team as it was
   * @throws Forbidden when the caller lacks MEMBER_WRITE, or a permission that the team holds
   * @throws NotFound when there is no such team
   * @throws Conflict when its version is another
   */
  public Team delete(Caller caller, UUID id, int expectedVersion) {
    record Wanted(UUID id, int expectedVersion) {}
    List<Team> before = rows.byIds(caller.principal().tenantId(), Set.of(id));
    mutations.run(
        caller,
        "deleteTeam",
        new Wanted(id, expectedVersion),
        tx -> {
          Principal giver = changing(tx, caller);
          rows.requireThere(tx, id);
          requireHeld(tx, giver, id);
          rows.delete(tx, id, expectedVersion);
          return new Changed("team", id, null, Map.of());
        });
    return before.stream().findFirst().orElseThrow(() -> new NotFound("team"));
  }

  /**
   * @throws NotFound when there is no such team
   */
  public Team get(Principal principal, UUID id) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return find(principal.tenantId(), id);
  }

  /** By id, after the given one when there is one. */
  public List<Team> page(Principal principal, int limit, UUID afterId) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return rows.page(principal.tenantId(), limit, afterId);
  }

  /** The teams of each of these members, by name. */
  public Map<UUID, List<Team>> ofMembers(Principal principal, Set<UUID> memberIds) {
    authorizer.require(principal, Permission.MEMBER_READ, null);
    return rows.ofMembers(principal.tenantId(), memberIds);
  }

  /** Those of these that are there, by name; for whoever has checked the right already. */
  public List<Team> byIds(UUID tenantId, Set<UUID> ids) {
    return rows.byIds(tenantId, ids);
  }

  /**
   * Lets a member into those of these teams that are there, in the given transaction; for whoever
   * has checked the right already and holds the lock on the tenant's members.
   */
  public void join(Transaction tx, Set<UUID> teamIds, UUID memberId) {
    rows.addTo(tx, teamIds, memberId);
  }

  private Team find(UUID tenantId, UUID id) {
    return rows.byIds(tenantId, Set.of(id)).stream()
        .findFirst()
        .orElseThrow(() -> new NotFound("team"));
  }

  private Principal changing(Transaction tx, Caller caller) {
    Principal giver = granting.changingMembers(tx, caller.principal());
    authorizer.require(giver, Permission.MEMBER_WRITE, null);
    return giver;
  }

  private void requireHeld(Transaction tx, Principal giver, UUID teamId) {
    granting.requireHeld(tx, giver, Grants.rights(tx, Grants.of(tx, Grantee.team(teamId))));
  }

  private static void boundedMembers(Set<UUID> memberIds) {
    Input.size("input.memberIds", memberIds, 0, TeamRows.MAX_MEMBERS);
  }

  private static Set<UUID> without(Set<UUID> all, Set<UUID> these) {
    Set<UUID> left = new HashSet<>(all);
    left.removeAll(these);
    return left;
  }

  private static List<String> texts(Set<UUID> ids) {
    return ids.stream().map(UUID::toString).sorted().toList();
  }
}
