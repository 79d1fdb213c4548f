package io.keelson.api.graphql.people;

import static io.keelson.api.graphql.GraphTypes.ROLE;
import static io.keelson.api.graphql.GraphTypes.SIGN_ON_DOMAIN;
import static io.keelson.api.graphql.GraphTypes.SIGN_ON_PROVIDER;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.people.SignOnTypes.*;
import io.keelson.api.graphql.tenancy.TenancyTypes.MemberType;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.signon.MemberSignOn;
import io.keelson.tenancy.signon.MemberSignOns;
import io.keelson.tenancy.signon.SignOnDomains;
import io.keelson.tenancy.signon.SignOnProviders;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** A tenant's own identity provider, and the e-mail domains of its people. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class SignOnApi {
  private final CallContext call;
  private final SignOnProviders providers;
  private final SignOnDomains domains;
  private final MemberSignOns members;
  private final OwnTenant own;

  SignOnApi(
      CallContext call,
      SignOnProviders providers,
      SignOnDomains domains,
      MemberSignOns members,
      OwnTenant own) {
    this.call = call;
    this.providers = providers;
    this.domains = domains;
    this.members = members;
    this.own = own;
  }

  @NonNull
  @Description("Whether tenants may have an identity provider of their own on this installation.")
  public Boolean signOnOffered(@Source TenantType tenant) {
    own.principal(tenant);
    return providers.isOffered();
  }

  @Description("The tenant's own identity provider; null for none.")
  public SignOnProviderType signOnProvider(@Source TenantType tenant) {
    return providers.ofTenant(own.principal(tenant)).map(SignOnProviderType::new).orElse(null);
  }

  @NonNull
  @Description("The e-mail domains that the tenant has named, by name; at most 20.")
  public List<@NonNull SignOnDomainType> signOnDomains(@Source TenantType tenant) {
    return domains.list(own.principal(tenant)).stream().map(SignOnDomainType::new).toList();
  }

  @Name("signOn")
  @Description(
      "How they sign in through the tenant's identity provider; null for who does so by an account of the platform's own.")
  public List<MemberSignOnType> signOn(@Source List<@NonNull MemberType> sources) {
    Set<UUID> ids = Set.copyOf(GraphTypes.distinct(sources, source -> source.member().id()));
    Map<UUID, MemberSignOn> found = members.ofMembers(call.principal(), ids);
    return sources.stream()
        .map(source -> MemberSignOnType.of(found.get(source.member().id())))
        .toList();
  }

  @Mutation("setSignOnProvider")
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Says at which identity provider people with an address in the tenant's verified domains sign"
          + " in, and what role they get; the caller holds all of it, and TENANT_WRITE for another"
          + " issuer or client than before. In effect a moment later.")
  public SignOnProviderType setSignOnProvider(
      @NonNull @Description("The provider.") SetSignOnProvider input) {
    return new SignOnProviderType(
        providers.set(
            call.caller(),
            new SignOnProviders.ProviderSetting(
                input.expectedVersion(),
                input.issuer(),
                input.clientId(),
                input.clientSecret(),
                input.role(),
                GraphTypes.optional("input.customRoleId", ROLE, input.customRoleId()))));
  }

  @Mutation
  @Requires(Permission.TENANT_WRITE)
  @NonNull
  @Description(
      "Ends single sign-on: the accounts that came by it go, and the membership of their owners"
          + " gives them nothing any more, minutes later.")
  public SignOnProviderType removeSignOnProvider(
      @Id @NonNull @Description("The provider.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new SignOnProviderType(
        providers.remove(
            call.caller(), GlobalId.decode("id", SIGN_ON_PROVIDER, id), expectedVersion));
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description("Names an e-mail domain; it counts when it is verified.")
  public SignOnDomainType addSignOnDomain(
      @NonNull @Description("The domain.") AddSignOnDomain input) {
    return new SignOnDomainType(domains.add(call.caller(), input.domain()));
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Looks for the TXT record that proves that the domain is the tenant's; then it counts, and"
          + " for no other tenant.")
  public SignOnDomainType verifySignOnDomain(
      @Id @NonNull @Description("The domain.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new SignOnDomainType(
        domains.verify(call.caller(), GlobalId.decode("id", SIGN_ON_DOMAIN, id), expectedVersion));
  }

  @Mutation
  @Requires(Permission.TENANT_WRITE)
  @NonNull
  @Description("The domain counts no more: nobody signs on with it.")
  public SignOnDomainType removeSignOnDomain(
      @Id @NonNull @Description("The domain.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new SignOnDomainType(
        domains.remove(call.caller(), GlobalId.decode("id", SIGN_ON_DOMAIN, id), expectedVersion));
  }
}
