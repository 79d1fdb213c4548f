package io.keelson.api.graphql.trusted;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;

/** Whether an organisation lets its members and keys send operations of their own. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class TrustedDocumentsApi {
  private final CallContext call;
  private final Tenants tenants;
  private final TrustedDocuments documents;

  TrustedDocumentsApi(CallContext call, Tenants tenants, TrustedDocuments documents) {
    this.call = call;
    this.tenants = tenants;
    this.documents = documents;
  }

  @Description("Whether the organisation shall allow trusted operations only.")
  public record SetTrustedDocumentsOnly(
      @NonNull
          @Description(
              "True to refuse every operation but the console's, over HTTP and sockets, of members and keys alike; jobs still report to their runs.")
          Boolean only,
      @NonNull @Description("The tenant's version that the change is meant for.")
          Integer expectedVersion) {}

  @Mutation("setTrustedDocumentsOnly")
  @Requires(Permission.TENANT_WRITE)
  @NonNull
  @Description(
      "Says whether members and keys may send only operations that are trusted, which are those of the console. Known everywhere two seconds later.")
  public TenantType setTrustedDocumentsOnly(
      @NonNull @Description("The setting.") SetTrustedDocumentsOnly input) {
    if (input.only() && !documents.areKnown()) {
      throw new Conflict("no operation is trusted here: this build has no console");
    }
    return new TenantType(
        tenants.setTrustedDocumentsOnly(call.caller(), input.only(), input.expectedVersion()));
  }
}
