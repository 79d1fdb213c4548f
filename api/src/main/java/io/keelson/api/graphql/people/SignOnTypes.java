package io.keelson.api.graphql.people;

import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.signon.MemberSignOn;
import io.keelson.tenancy.signon.SignOnDomain;
import io.keelson.tenancy.signon.SignOnDomainState;
import io.keelson.tenancy.signon.SignOnProvider;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Single sign-on as the API shows it. */
public final class SignOnTypes {
  private SignOnTypes() {}

  @Name("MemberSignOn")
  @Description("How somebody stands who signs in through their tenant's identity provider.")
  public record MemberSignOnType(
      @NonNull @Description("The domain of the address that the provider named last.")
          String domain,
      @NonNull @Description("When they last signed in.") OffsetDateTime signedInAt,
      @Description("Since when they are closed out until they sign in again; null for who is not.")
          OffsetDateTime lostAt,
      @Description("Why they are closed out; null for who is not.") String lostBecause) {
    static MemberSignOnType of(MemberSignOn member) {
      return member == null
          ? null
          : new MemberSignOnType(
              member.domain(), member.signedInAt(), member.lostAt(), member.lostBecause());
    }
  }

  @Name("SignOnProvider")
  @Description("A tenant's own identity provider, which its people sign in at.")
  public record SignOnProviderType(@Ignore SignOnProvider provider) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.SIGN_ON_PROVIDER, provider.id());
    }

    @NonNull
    @Description("Its OpenID Connect issuer.")
    public String getIssuer() {
      return provider.issuer();
    }

    @NonNull
    @Description("What it knows this installation as.")
    public String getClientId() {
      return provider.clientId();
    }

    @Description("The built-in role of whoever signs on; null for a custom one.")
    public Role getRole() {
      return provider.role();
    }

    @Id
    @Description(
        "The role of the tenant's own that whoever signs on gets; null for a built-in one.")
    public String getCustomRoleId() {
      return GraphTypes.id(GraphTypes.ROLE, provider.customRoleId());
    }

    @NonNull
    @Description("Where the provider is to send people back to.")
    public String getRedirectUri() {
      return provider.redirectUri();
    }

    @NonNull
    @Description(
        "Whether the last change is in effect; a second or so after it, or else there is a"
            + " problem.")
    public Boolean getInEffect() {
      return provider.told();
    }

    @Description("Why the last change is not in effect; null for no reason.")
    public String getProblem() {
      return provider.problem();
    }

    @NonNull
    @Description("How many members came by it.")
    public Integer getPeople() {
      return provider.people();
    }

    @NonNull
    @Description(
        "How many of them it does not know any more: their membership gives them nothing until"
            + " they sign in there again.")
    public Integer getLostPeople() {
      return provider.lostPeople();
    }

    @NonNull
    @Description("Of how many of them it said nothing clear at their last look-up.")
    public Integer getUnansweredPeople() {
      return provider.unansweredPeople();
    }

    @Description("When it last said how one of them stands; null for never.")
    public OffsetDateTime getLookedUpAt() {
      return provider.lookedUpAt();
    }

    @NonNull
    @Description("When it was set first.")
    public OffsetDateTime getCreatedAt() {
      return provider.createdAt();
    }

    @NonNull
    @Description("Who set it first.")
    public ActorType getCreatedBy() {
      return ActorType.of(provider.createdBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return provider.version();
    }
  }

  @Name("SignOnDomain")
  @Description("An e-mail domain whose people sign in at the tenant's identity provider.")
  public record SignOnDomainType(@Ignore SignOnDomain named) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.SIGN_ON_DOMAIN, named.id());
    }

    @NonNull
    @Description("In lower case.")
    public String getDomain() {
      return named.domain();
    }

    @Description(
        "When its DNS was seen to be the tenant's; null while it was not, and counts for nothing.")
    public OffsetDateTime getVerifiedAt() {
      return named.verifiedAt();
    }

    @NonNull
    @Description("How it stands: only a verified one counts.")
    public SignOnDomainState getState() {
      return named.state();
    }

    @Description("When the DNS of a verified one was last looked at again; null for never.")
    public OffsetDateTime getCheckedAt() {
      return named.checkedAt();
    }

    @NonNull
    @Description("How often in a row that showed no record; a domain lapses after 3.")
    public Integer getFailedChecks() {
      return named.failedChecks();
    }

    @Description("When it ceased to count; null for one that counts, or never did.")
    public OffsetDateTime getLapsedAt() {
      return named.lapsedAt();
    }

    @NonNull
    @Description("The name of the TXT record that proves it.")
    public String getRecordName() {
      return named.recordName();
    }

    @NonNull
    @Description("The text of the TXT record that proves it.")
    public String getRecordValue() {
      return named.recordValue();
    }

    @NonNull
    @Description("When it was named.")
    public OffsetDateTime getCreatedAt() {
      return named.createdAt();
    }

    @NonNull
    @Description("Who named it.")
    public ActorType getCreatedBy() {
      return ActorType.of(named.createdBy());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return named.version();
    }
  }

  @Description("What a tenant's identity provider shall be.")
  public record SetSignOnProvider(
      @Description("The version that the change is meant for; left out where there is none yet.")
          Integer expectedVersion,
      @NonNull
          @Description(
              "Its OpenID Connect issuer: an https address, up to 500 characters, whose metadata"
                  + " names it just so.")
          String issuer,
      @NonNull @Description("What it knows this installation as; up to 500 characters.")
          String clientId,
      @Description("The client's secret; left out, it stays. Nobody is shown it again.")
          String clientSecret,
      @Description(
              "The built-in role of whoever signs on, not an owner's; exactly one of role and"
                  + " customRoleId. The caller holds all of it.")
          Role role,
      @Id @Description("A role of the tenant's own instead.") String customRoleId) {}

  @Description("A domain to name.")
  public record AddSignOnDomain(
      @NonNull @Description("Such as example.com, in its ASCII form; at most 20 of a tenant.")
          String domain) {}
}
