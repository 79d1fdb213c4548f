package io.keelson.api.graphql.endpoint;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointConnection;
import io.keelson.api.graphql.page.Pages;
import io.keelson.api.identity.CallContext;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.serving.endpoint.EndpointLists;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;

/** Endpoints over the whole tenant. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class TenantEndpointsApi {
  private final CallContext call;
  private final EndpointLists lists;
  private final Authorizer authorizer;
  private final Pages pages;

  TenantEndpointsApi(CallContext call, EndpointLists lists, Authorizer authorizer, Pages pages) {
    this.call = call;
    this.lists = lists;
    this.authorizer = authorizer;
    this.pages = pages;
  }

  @Query
  @Requires(Permission.ENDPOINT_READ)
  @NonNull
  @Description("The tenant's endpoints, newest first; what the caller may not read is left out.")
  public EndpointConnection endpoints(
      @Description("How many, 1 to 100; 20 when left out.") Integer first,
      @Description("The cursor of the last one before them.") String after) {
    Principal principal = call.principal();
    Set<UUID> projects = authorizer.projectsWith(principal, Permission.ENDPOINT_READ);
    return EndpointConnection.of(
        pages.forward(
            "endpoints",
            principal.tenantId(),
            first,
            after,
            (limit, from) -> lists.newest(principal.tenantId(), projects, limit, from),
            Endpoint::id));
  }
}
