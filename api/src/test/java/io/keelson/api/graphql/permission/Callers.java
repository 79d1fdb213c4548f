package io.keelson.api.graphql.permission;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PersonTokens;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Everybody whom the matrix asks as: each built-in role, and of each permission a role and a key
 * that have no other, each in the whole tenant and in one project only. And a viewer of the tenant
 * who is an engineer of the project: as a person, by a team, and as a service account.
 */
public final class Callers {
  private final Tenant tenant;
  private final UUID projectId;
  private final Graph owner;
  private final TestTenants tenants;
  private final TestPeople people;
  private final PersonTokens tokens;

  public Callers(
      TestTenants.Made home,
      Graph owner,
      UUID projectId,
      TestTenants tenants,
      TestPeople people,
      PersonTokens tokens) {
    this.tenant = home.tenant();
    this.projectId = projectId;
    this.owner = owner;
    this.tenants = tenants;
    this.people = people;
    this.tokens = tokens;
  }

  public List<Caller> all() {
    List<Caller> all = new ArrayList<>();
    for (Role role : Role.values()) {
      addPeople(all, role.name(), role.permissions(), place -> Grant.of(role, place));
    }
    for (Permission permission : Permission.values()) {
      UUID role = customRole(permission);
      addPeople(all, permission.name(), Set.of(permission), place -> Grant.ofCustom(role, place));
      addKeys(all, permission);
    }
    addMixed(all);
    return all;
  }

  /** The platform reads the key that people's tokens are signed with when the first one comes. */
  public static void awaitPeople(List<Caller> callers, int port) {
    Caller person =
        callers.stream().filter(one -> one.rights().isPerson()).findFirst().orElseThrow();
    Graph graph = new Graph("http://127.0.0.1:" + port, person.bearer());
    Instant end = Instant.now().plusSeconds(30);
    while (graph.ask("{viewer{permissions}}", Map.of(), person.headers()).code().isPresent()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("the token of " + person + " does not count");
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private UUID customRole(Permission permission) {
    String id =
        owner
            .ask(
                "mutation($i:CreateRoleInput!){createRole(input:$i){id}}",
                Map.of(
                    "i",
                    Map.of(
                        "name", "only " + permission, "permissions", List.of(permission.name()))))
            .data()
            .at("/createRole/id")
            .asText();
    return GlobalId.decode("id", GraphTypes.ROLE, id);
  }

  private void addPeople(
      List<Caller> all, String what, Set<Permission> permissions, Function<UUID, Grant> grant) {
    String name = what.toLowerCase(Locale.ROOT).replace('_', '-');
    all.add(
        person(
            "person with %s in the tenant".formatted(what),
            name,
            new Rights(Principal.Kind.PERSON, permissions, Set.of()),
            grant.apply(null)));
    all.add(
        person(
            "person with %s in the project".formatted(what),
            name + "-in-project",
            new Rights(Principal.Kind.PERSON, Set.of(), permissions),
            grant.apply(projectId)));
  }

  private Caller person(String name, String username, Rights rights, Grant... grants) {
    TestPeople.Someone someone = people.join(tenant, username, grants);
    return new Caller(name, rights, tokens.of(someone.personId(), username), tenant.slug());
  }

  private void addKeys(List<Caller> all, Permission permission) {
    Set<Permission> permissions = Set.of(permission);
    all.add(
        new Caller(
            "key with %s in the tenant".formatted(permission),
            new Rights(Principal.Kind.API_KEY, permissions, Set.of()),
            tenants.keyFor(tenant, permissions, null),
            null));
    all.add(
        new Caller(
            "key with %s in the project".formatted(permission),
            new Rights(Principal.Kind.API_KEY, Set.of(), permissions),
            tenants.keyFor(tenant, permissions, projectId),
            null));
  }

  private void addMixed(List<Caller> all) {
    Set<Permission> viewer = Role.VIEWER.permissions();
    Set<Permission> engineer = Role.ENGINEER.permissions();
    all.add(
        person(
            "person who views the tenant and engineers the project",
            "mixed",
            new Rights(Principal.Kind.PERSON, viewer, engineer),
            Grant.of(Role.VIEWER, null),
            Grant.of(Role.ENGINEER, projectId)));
    all.add(inTeam(viewer, engineer));
    String account =
        owner
            .ask(
                "mutation($i:CreateServiceAccountInput!){createServiceAccount(input:$i){id}}",
                Map.of("i", Map.of("name", "mixed", "grants", mixedGrants())))
            .data()
            .at("/createServiceAccount/id")
            .asText();
    String secret =
        owner
            .ask(
                "mutation($a:ID!){createApiKey(input:{name:\"mixed\",serviceAccountId:$a}){secret}}",
                Map.of("a", account))
            .data()
            .at("/createApiKey/secret")
            .asText();
    all.add(
        new Caller(
            "account that views the tenant and engineers the project",
            new Rights(Principal.Kind.SERVICE_ACCOUNT, viewer, engineer),
            secret,
            null));
  }

  /** Who has nothing by themselves. */
  private Caller inTeam(Set<Permission> viewer, Set<Permission> engineer) {
    String username = "in-team";
    TestPeople.Someone someone = people.join(tenant, username);
    List<String> members = List.of(GraphTypes.id(GraphTypes.MEMBER, someone.memberId()));
    owner
        .ask(
            "mutation($i:CreateTeamInput!){createTeam(input:$i){id}}",
            Map.of("i", Map.of("name", "mixed", "grants", mixedGrants(), "memberIds", members)))
        .data();
    return new Caller(
        "person whose team views the tenant and engineers the project",
        new Rights(Principal.Kind.PERSON, viewer, engineer),
        tokens.of(someone.personId(), username),
        tenant.slug());
  }

  private List<Map<String, Object>> mixedGrants() {
    return List.of(
        Map.of("role", "VIEWER"),
        Map.of("role", "ENGINEER", "projectId", GraphTypes.id(GraphTypes.PROJECT, projectId)));
  }
}
