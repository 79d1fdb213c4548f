package io.keelson.api.graphql.tenancy;

import static io.keelson.api.graphql.GraphTypes.API_KEY;
import static io.keelson.api.graphql.GraphTypes.PROJECT;
import static io.keelson.api.graphql.GraphTypes.SERVICE_ACCOUNT;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.tenancy.ApiKeyTypes.*;
import io.keelson.api.graphql.tenancy.TenancyTypes.*;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.apikey.ApiKeys;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.tenant.KeyPolicy;
import io.keelson.tenancy.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;

/** The making, replacing and revoking of API keys. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class ApiKeyApi {
  private static final Duration USUAL_OVERLAP = Duration.ofDays(1);
  private final CallContext call;
  private final ApiKeys keys;
  private final Tenants tenants;

  ApiKeyApi(CallContext call, ApiKeys keys, Tenants tenants) {
    this.call = call;
    this.keys = keys;
    this.tenants = tenants;
  }

  @Mutation
  @Requires(Permission.KEY_WRITE)
  @NonNull
  @Description(
      "Makes a key, of a service account or with permissions of its own; the caller holds what it may do.")
  public CreatedApiKeyType createApiKey(@NonNull @Description("The key.") CreateApiKey input) {
    Set<UUID> projects = new TreeSet<>();
    GraphTypes.items("input.projectIds", input.projectIds())
        .forEach(id -> projects.add(GlobalId.decode("input.projectIds", PROJECT, id)));
    return created(
        keys.create(
            call.caller(),
            new ApiKeys.NewApiKey(
                input.name(),
                permissions(input.permissions()),
                projects,
                input.expiresAt(),
                GraphTypes.optional(
                    "input.serviceAccountId", SERVICE_ACCOUNT, input.serviceAccountId()))));
  }

  private static Set<Permission> permissions(List<Permission> named) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    permissions.addAll(GraphTypes.items("input.permissions", named));
    return permissions;
  }

  @Mutation
  @Requires(Permission.KEY_WRITE)
  @NonNull
  @Description(
      "Makes a key that may do what another one may, which ends after the overlap. The caller holds what they may do.")
  public CreatedApiKeyType rotateApiKey(
      @NonNull @Description("The key to replace.") RotateApiKey input) {
    return created(
        keys.rotate(
            call.caller(),
            new ApiKeys.Rotation(
                GlobalId.decode("input.id", API_KEY, input.id()),
                input.overlap() == null ? USUAL_OVERLAP : input.overlap())));
  }

  private static CreatedApiKeyType created(ApiKeys.Created created) {
    return new CreatedApiKeyType(new ApiKeyType(created.apiKey()), created.secret().value());
  }

  @Mutation
  @Requires(Permission.KEY_WRITE)
  @NonNull
  @Description("Ends a key: nobody accepts it a second later.")
  public ApiKeyType revokeApiKey(@Id @NonNull @Description("The key.") String id) {
    return new ApiKeyType(keys.revoke(call.caller(), GlobalId.decode("id", API_KEY, id)));
  }

  @Mutation("setKeyPolicy")
  @Requires(Permission.TENANT_WRITE)
  @NonNull
  @Description(
      "Says what the organisation wants of its API keys; those that are there end by it, none sooner than its life from now.")
  public TenantType setKeyPolicy(@NonNull @Description("The policy.") SetKeyPolicy input) {
    return new TenantType(
        tenants.setKeyPolicy(
            call.caller(),
            new KeyPolicy(input.maxLife(), input.unusedAfter()),
            input.expectedVersion()));
  }
}
