package io.keelson.api.graphql.people;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.graphql.people.GrantTypes.GrantSpec;
import io.keelson.api.graphql.people.GrantTypes.GrantType;
import io.keelson.api.graphql.people.TeamTypes.TeamType;
import io.keelson.tenancy.invitation.Invitation;
import io.keelson.tenancy.invitation.InvitationStatus;
import io.smallrye.graphql.api.Nullable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Invitations as the API shows them. */
public final class InvitationTypes {
  private InvitationTypes() {}

  @Name("Invitation")
  @Description("The offer of a place in a tenant to the owner of an e-mail address.")
  public record InvitationType(@Ignore Invitation invitation) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.INVITATION, invitation.id());
    }

    @NonNull
    @Description("The address, in lower case; whoever accepts has it, verified.")
    public String getEmail() {
      return invitation.email();
    }

    @NonNull
    @Description("The name of the organisation that invites.")
    public String getTenantName() {
      return invitation.tenantName();
    }

    @NonNull
    @Description("What the member will hold; at most 100.")
    public List<@NonNull GrantType> getGrants() {
      return GrantType.all(invitation.grants(), invitation.roles());
    }

    @NonNull
    @Description("The teams that the member will belong to; at most 20.")
    public List<@NonNull TeamType> getTeams() {
      return invitation.teams().stream().map(TeamType::new).toList();
    }

    @NonNull
    @Description("Whether it can be accepted, or what became of it.")
    public InvitationStatus getStatus() {
      return invitation.status();
    }

    @NonNull
    @Description("When it cannot be accepted any more.")
    public OffsetDateTime getExpiresAt() {
      return invitation.expiresAt();
    }

    @NonNull
    @Description("When it was made.")
    public OffsetDateTime getCreatedAt() {
      return invitation.createdAt();
    }

    @NonNull
    @Description("Who made it.")
    public ActorType getCreatedBy() {
      return ActorType.of(invitation.createdBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return invitation.version();
    }
  }

  @Name("InvitationConnection")
  @Description("A page of invitations.")
  public record InvitationConnection(
      @NonNull @Description("The invitations with their cursors.")
          List<@NonNull InvitationEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static InvitationConnection of(Page<Invitation> page) {
      return new InvitationConnection(
          page.edges(
              (invitation, cursor) -> new InvitationEdge(new InvitationType(invitation), cursor)),
          page.info());
    }
  }

  @Name("InvitationEdge")
  @Description("An invitation in a page.")
  public record InvitationEdge(
      @NonNull @Description("The invitation.") InvitationType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("LocalMail")
  @Description("A mail that was kept here, since this installation has no mail server.")
  public record LocalMailType(
      @NonNull @Description("The address that it is for.") String to,
      @NonNull @Description("What it is about.") String subject,
      @NonNull @Description("Its text.") String body,
      @NonNull @Description("When it was written.") OffsetDateTime sentAt) {}

  @Description("Whom to invite, and to what.")
  public record InviteMember(
      @NonNull @Description("The e-mail address; nobody who is a member or invited has it.")
          String email,
      @Description("What the member will hold; at most 100, and the caller holds all of it.")
          List<GrantSpec> grants,
      @Id
          @Nullable
          @Description(
              "The teams that the member will belong to; at most 20, and the caller holds what they hold.")
          List<@NonNull String> teamIds,
      @Description(
              "How long it can be accepted, from an hour to 30 days; seven days when left out.")
          Duration expiresIn) {}

  @Description("Who shall own the tenant.")
  public record TransferOwnership(
      @Id @NonNull @Description("The member who becomes an owner.") String toMemberId,
      @NonNull @Description("That member's version that the change is meant for.")
          Integer expectedVersion) {}
}
