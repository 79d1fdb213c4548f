package io.keelson.api.graphql.people;

import static io.keelson.api.graphql.GraphTypes.MEMBER;
import static io.keelson.api.graphql.GraphTypes.TEAM;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.people.TeamTypes.*;
import io.keelson.api.graphql.tenancy.TenancyTypes.MemberConnection;
import io.keelson.api.graphql.tenancy.TenancyTypes.MemberType;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.member.Member;
import io.keelson.tenancy.member.Members;
import io.keelson.tenancy.team.Team;
import io.keelson.tenancy.team.Teams;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Teams, who belongs to them and what they hold. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class TeamApi {
  private final CallContext call;
  private final Teams teams;
  private final Members members;
  private final Pages pages;
  private final OwnTenant own;

  TeamApi(CallContext call, Teams teams, Members members, Pages pages, OwnTenant own) {
    this.call = call;
    this.teams = teams;
    this.members = members;
    this.pages = pages;
    this.own = own;
  }

  @NonNull
  @Description("The tenant's teams, in the order in which they were made.")
  public TeamConnection teams(
      @Source TenantType tenant,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = own.principal(tenant);
    return TeamConnection.of(
        pages.forward(
            "teams",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> teams.page(principal, limit, from),
            Team::id));
  }

  @NonNull
  @Description("Who belongs to the team.")
  public MemberConnection members(
      @Source TeamType team,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    UUID teamId = team.team().id();
    return MemberConnection.of(
        pages.forward(
            "members of " + teamId,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> members.pageOfTeam(principal, teamId, limit, from),
            Member::id));
  }

  @Name("teams")
  @Description("The teams that the member belongs to, by name; at most 100.")
  public List<@NonNull List<@NonNull TeamType>> ofMembers(@Source List<MemberType> sources) {
    Set<UUID> ids = Set.copyOf(GraphTypes.distinct(sources, source -> source.member().id()));
    Map<UUID, List<Team>> found = teams.ofMembers(call.principal(), ids);
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.member().id(), List.of()).stream()
                    .map(TeamType::new)
                    .toList())
        .toList();
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description("Makes a team; the caller holds all that it is given.")
  public TeamType createTeam(@NonNull @Description("The team.") CreateTeam input) {
    return new TeamType(
        teams.create(
            call.caller(),
            new Teams.NewTeam(
                input.name(),
                input.description(),
                memberIds(GraphTypes.items("input.memberIds", input.memberIds())),
                GrantTypes.grants("input.grants", input.grants()))));
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description("Renames or describes a team.")
  public TeamType updateTeam(@NonNull @Description("What it shall be.") UpdateTeam input) {
    return new TeamType(
        teams.update(
            call.caller(),
            new Teams.TeamUpdate(
                GlobalId.decode("input.id", TEAM, input.id()),
                input.expectedVersion(),
                input.name(),
                input.description())));
  }

  @Mutation("setTeamMembers")
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Says who belongs to a team. Whoever comes has what it holds, and whoever leaves has not, a second later; the caller holds all of it.")
  public TeamType setTeamMembers(@NonNull @Description("The members.") SetTeamMembers input) {
    return new TeamType(
        teams.setMembers(
            call.caller(),
            new Teams.TeamMembers(
                GlobalId.decode("input.id", TEAM, input.id()),
                input.expectedVersion(),
                memberIds(input.memberIds()))));
  }

  @Mutation("setTeamGrants")
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description("Says what a team holds; the caller holds all that is given or taken.")
  public TeamType setTeamGrants(@NonNull @Description("The grants.") SetTeamGrants input) {
    return new TeamType(
        teams.setGrants(
            call.caller(),
            new Teams.TeamGrants(
                GlobalId.decode("input.id", TEAM, input.id()),
                input.expectedVersion(),
                GrantTypes.grants("input.grants", input.grants()))));
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Removes a team; its members stay, without what it held. The caller holds all of it.")
  public TeamType deleteTeam(
      @Id @NonNull @Description("The team.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new TeamType(
        teams.delete(call.caller(), GlobalId.decode("id", TEAM, id), expectedVersion));
  }

  private static Set<UUID> memberIds(List<String> ids) {
    Set<UUID> members = new TreeSet<>();
    ids.forEach(id -> members.add(GlobalId.decode("input.memberIds", MEMBER, id)));
    return members;
  }
}
