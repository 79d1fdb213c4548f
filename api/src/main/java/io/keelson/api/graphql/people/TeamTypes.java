package io.keelson.api.graphql.people;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.graphql.people.GrantTypes.GrantSpec;
import io.keelson.api.graphql.people.GrantTypes.GrantType;
import io.keelson.tenancy.team.Team;
import io.smallrye.graphql.api.Nullable;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Teams as the API shows them. */
public final class TeamTypes {
  private TeamTypes() {}

  @Name("Team")
  @Description("Members who hold the same grants together, beside their own.")
  public record TeamType(@Ignore Team team) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.TEAM, team.id());
    }

    @NonNull
    @Description("Unlike those of the tenant's other teams, whatever the case.")
    public String getName() {
      return team.name();
    }

    @Description("What it is for.")
    public String getDescription() {
      return team.description();
    }

    @NonNull
    @Description("What each of its members holds through it; at most 100, and none of an owner.")
    public List<@NonNull GrantType> getGrants() {
      return GrantType.all(team.grants());
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return team.createdAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreatedBy() {
      return ActorType.of(team.createdBy());
    }

    @NonNull
    @Description("Rises with each change, of its members and grants too.")
    public Integer getVersion() {
      return team.version();
    }
  }

  @Name("TeamConnection")
  @Description("A page of teams.")
  public record TeamConnection(
      @NonNull @Description("The teams with their cursors.") List<@NonNull TeamEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static TeamConnection of(Page<Team> page) {
      return new TeamConnection(
          page.edges((team, cursor) -> new TeamEdge(new TeamType(team), cursor)), page.info());
    }
  }

  @Name("TeamEdge")
  @Description("A team in a page.")
  public record TeamEdge(
      @NonNull @Description("The team.") TeamType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Description("A team to make.")
  public record CreateTeam(
      @NonNull @Description("1 to 200 characters; no other team of the tenant has it.") String name,
      @Description("What it is for; up to 4,000 characters.") String description,
      @Id @Nullable @Description("Who belongs to it; at most 500.") List<@NonNull String> memberIds,
      @Description("What its members hold; at most 100, and the caller holds all of it.")
          List<GrantSpec> grants) {}

  @Description("What a team shall be; what is left out stays.")
  public record UpdateTeam(
      @Id @NonNull @Description("The team.") String id,
      @NonNull @Description("The version that the change is meant for.") Integer expectedVersion,
      @Description("1 to 200 characters; no other team of the tenant has it.") String name,
      @Description("What it is for; up to 4,000 characters.") String description) {}

  @Description("Who shall belong to a team.")
  public record SetTeamMembers(
      @Id @NonNull @Description("The team.") String id,
      @NonNull @Description("The version that the change is meant for.") Integer expectedVersion,
      @Id @NonNull @Description("All of its members; at most 500.")
          List<@NonNull String> memberIds) {}

  @Description("What a team shall hold.")
  public record SetTeamGrants(
      @Id @NonNull @Description("The team.") String id,
      @NonNull @Description("The version that the change is meant for.") Integer expectedVersion,
      @NonNull @Description("All of its grants; at most 100, and none of an owner.")
          List<@NonNull GrantSpec> grants) {}
}
