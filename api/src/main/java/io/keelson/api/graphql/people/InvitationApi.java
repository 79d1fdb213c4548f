package io.keelson.api.graphql.people;

import static io.keelson.api.graphql.GraphTypes.INVITATION;
import static io.keelson.api.graphql.GraphTypes.TEAM;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.people.InvitationTypes.*;
import io.keelson.api.graphql.tenancy.TenancyTypes.MemberType;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.graphql.tenancy.TenancyTypes.ViewerType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.identity.Visitor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.invitation.Acceptance;
import io.keelson.tenancy.invitation.Invitation;
import io.keelson.tenancy.invitation.InvitationStatus;
import io.keelson.tenancy.invitation.Invitations;
import io.keelson.tenancy.mail.LocalMails;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** Invitations by mail, and how they are accepted. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class InvitationApi {
  private final CallContext call;
  private final Invitations invitations;
  private final Acceptance acceptance;
  private final LocalMails mails;
  private final Pages pages;
  private final OwnTenant own;

  InvitationApi(
      CallContext call,
      Invitations invitations,
      Acceptance acceptance,
      LocalMails mails,
      Pages pages,
      OwnTenant own) {
    this.call = call;
    this.invitations = invitations;
    this.acceptance = acceptance;
    this.mails = mails;
    this.pages = pages;
    this.own = own;
  }

  @NonNull
  @Description("The tenant's invitations, newest first; those that are over go after some time.")
  public InvitationConnection invitations(
      @Source TenantType tenant,
      @Description("Only those in this state.") InvitationStatus status,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = own.principal(tenant);
    return InvitationConnection.of(
        pages.forward(
            "invitations " + status,
            principal.tenantId(),
            first,
            after,
            (limit, from) -> invitations.page(principal, status, limit, from),
            Invitation::id));
  }

  @NonNull
  @Description(
      "Invitations that wait for the caller's verified e-mail address, in whichever organisation; at most 100. The link to accept one is in its mail.")
  @Name("invitations")
  public List<@NonNull InvitationType> ofViewer(@Source ViewerType viewer) {
    return call.verifiedEmail().map(invitations::waitingFor).orElse(List.of()).stream()
        .map(InvitationType::new)
        .toList();
  }

  @Query
  @Requires({})
  @NonNull
  @Description(
      "Mails to the caller's verified e-mail address that were kept here since this installation has no mail server, newest first; at most 20.")
  public List<@NonNull LocalMailType> localMails() {
    return call.verifiedEmail().map(mails::to).orElse(List.of()).stream()
        .map(mail -> new LocalMailType(mail.to(), mail.subject(), mail.body(), mail.sentAt()))
        .toList();
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Offers somebody a place in the tenant, by mail; the caller holds all that is offered.")
  public InvitationType inviteMember(
      @NonNull @Description("Whom, and to what.") InviteMember input) {
    return new InvitationType(
        invitations.invite(
            call.caller(),
            new Invitations.NewInvitation(
                input.email(),
                GrantTypes.grants("input.grants", input.grants()),
                teamIds(GraphTypes.items("input.teamIds", input.teamIds())),
                input.expiresIn())));
  }

  private static Set<UUID> teamIds(List<String> ids) {
    Set<UUID> teams = new TreeSet<>();
    ids.forEach(id -> teams.add(GlobalId.decode("input.teamIds", TEAM, id)));
    return teams;
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description("Takes an invitation back that is pending.")
  public InvitationType revokeInvitation(
      @Id @NonNull @Description("The invitation.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new InvitationType(
        invitations.revoke(call.caller(), GlobalId.decode("id", INVITATION, id), expectedVersion));
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Sends the mail again with a new link and a new end; the link before it is worth nothing any more. Once a minute at most.")
  public InvitationType resendInvitation(
      @Id @NonNull @Description("The invitation.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new InvitationType(
        invitations.resend(call.caller(), GlobalId.decode("id", INVITATION, id), expectedVersion));
  }

  @Mutation
  @Requires({})
  @NonNull
  @Description(
      "Makes the caller a member: a signed-in person whose verified e-mail address is the invitation's, once, and while whoever invited them may give what it offers.")
  public MemberType acceptInvitation(
      @NonNull @Description("What the link of the mail ends with.") String token) {
    Acceptance.Invited invited =
        call.visitor()
            .flatMap(Visitor::person)
            .map(person -> new Acceptance.Invited(person, call.verifiedEmail().orElse(null)))
            .orElse(null);
    return new MemberType(
        acceptance.accept(
            invited,
            new Acceptance.Call(call.requestId(), call.idempotencyKey(), call.address()),
            token));
  }
}
