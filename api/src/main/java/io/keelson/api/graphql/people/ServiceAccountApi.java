package io.keelson.api.graphql.people;

import static io.keelson.api.graphql.GraphTypes.SERVICE_ACCOUNT;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.graphql.people.ServiceAccountTypes.*;
import io.keelson.api.graphql.tenancy.ApiKeyTypes.ApiKeyType;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKey;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.serviceaccount.ServiceAccount;
import io.keelson.tenancy.serviceaccount.ServiceAccounts;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Accounts for programs. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ServiceAccountApi {
  private final CallContext call;
  private final ServiceAccounts accounts;
  private final ApiKeys keys;
  private final Pages pages;
  private final OwnTenant own;

  ServiceAccountApi(
      CallContext call, ServiceAccounts accounts, ApiKeys keys, Pages pages, OwnTenant own) {
    this.call = call;
    this.accounts = accounts;
    this.keys = keys;
    this.pages = pages;
    this.own = own;
  }

  @NonNull
  @Description("The tenant's service accounts, in the order in which they were made.")
  public ServiceAccountConnection serviceAccounts(
      @Source TenantType tenant,
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = own.principal(tenant);
    return ServiceAccountConnection.of(
        pages.forward(
            "service accounts",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> accounts.page(principal, limit, from),
            ServiceAccount::id));
  }

  @Description(
      "Its keys, at most 20, then those that were made with them, at most 20; of both those that count first, the newest before the others. For whoever may write keys.")
  public List<@NonNull List<@NonNull ApiKeyType>> keys(@Source List<ServiceAccountType> sources) {
    Map<UUID, List<ApiKey>> found =
        keys.ofAccounts(
            call.principal(), GraphTypes.distinct(sources, source -> source.account().id()));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(source.account().id(), List.of()).stream()
                    .map(ApiKeyType::new)
                    .toList())
        .toList();
  }

  @Name("serviceAccount")
  @Description("Whose key it is; null for one with permissions of its own.")
  public List<KeyAccountType> ofKeys(@Source List<ApiKeyType> sources) {
    Map<UUID, KeyAccountType> found = new HashMap<>();
    List<UUID> ids = GraphTypes.distinct(sources, source -> source.key().serviceAccountId());
    if (!ids.isEmpty()) {
      accounts
          .namesOfKeyHolders(call.principal(), ids)
          .forEach((id, name) -> found.put(id, KeyAccountType.of(id, name)));
    }
    return GraphTypes.join(sources, source -> source.key().serviceAccountId(), found);
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description("Makes an account for a program; the caller holds all that it is given.")
  public ServiceAccountType createServiceAccount(
      @NonNull @Description("The account.") CreateServiceAccount input) {
    return new ServiceAccountType(
        accounts.create(
            call.caller(),
            new ServiceAccounts.NewAccount(
                input.name(),
                input.description(),
                GrantTypes.grants("input.grants", input.grants()))));
  }

  @Mutation("setServiceAccountGrants")
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Says what an account holds, and so what its keys may do a second later; the caller holds all that is given or taken.")
  public ServiceAccountType setServiceAccountGrants(
      @NonNull @Description("The grants.") SetServiceAccountGrants input) {
    return new ServiceAccountType(
        accounts.setGrants(
            call.caller(),
            new ServiceAccounts.AccountGrants(
                GlobalId.decode("input.id", SERVICE_ACCOUNT, input.id()),
                input.expectedVersion(),
                GrantTypes.grants("input.grants", input.grants()))));
  }

  @Mutation
  @Requires(Permission.MEMBER_WRITE)
  @NonNull
  @Description(
      "Removes an account and revokes its keys, and those that were made with them. The caller holds what the account holds.")
  public ServiceAccountType deleteServiceAccount(
      @Id @NonNull @Description("The account.") String id,
      @NonNull @Description("The version that is meant.") Integer expectedVersion) {
    return new ServiceAccountType(
        accounts.delete(
            call.caller(), GlobalId.decode("id", SERVICE_ACCOUNT, id), expectedVersion));
  }
}
