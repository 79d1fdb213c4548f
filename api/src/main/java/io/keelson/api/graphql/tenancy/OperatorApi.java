package io.keelson.api.graphql.tenancy;

import static io.keelson.api.graphql.GraphTypes.TENANT;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.tenancy.OperatorTypes.*;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.graphql.tenancy.TenancyTypes.ViewerType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.tenant.OperatorsOnly;
import io.keelson.tenancy.tenant.Suspensions;
import io.keelson.tenancy.tenant.TenantPlans;
import io.keelson.tenancy.tenant.Tenants;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;

/** What those may do to a tenant who run the installation; whose they are, their token says. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class OperatorApi {
  private final CallContext call;
  private final Suspensions suspensions;
  private final TenantPlans plans;
  private final Tenants tenants;

  OperatorApi(CallContext call, Suspensions suspensions, TenantPlans plans, Tenants tenants) {
    this.call = call;
    this.suspensions = suspensions;
    this.plans = plans;
    this.tenants = tenants;
  }

  @Query
  @Requires({})
  @NonNull
  @Description(
      "Any tenant of the installation by its slug, for operators of the installation alone.")
  public TenantType operatedTenant(@NonNull @Description("The tenant's slug.") String slug) {
    if (call.operator().isEmpty()) {
      throw new OperatorsOnly();
    }
    return new TenantType(
        tenants.bySlug(Input.slug("slug", slug)).orElseThrow(() -> new NotFound("tenant")));
  }

  @NonNull
  @Description("Whether the caller runs the installation: then operatedTenant answers.")
  public Boolean operator(@Source ViewerType viewer) {
    return call.operator().isPresent();
  }

  @Mutation
  @Requires({})
  @NonNull
  @Description(
      "Stops a tenant, for operators of the installation alone: a second later its keys and members are not let in, its running tasks go back to the queue and its endpoints stop. Its data stays; its owners read the reason.")
  public TenantType suspendTenant(@NonNull @Description("Which, and why.") SuspendTenant input) {
    return new TenantType(
        suspensions.suspend(
            call.operatorCall(), GlobalId.decode("input.id", TENANT, input.id()), input.reason()));
  }

  @Mutation
  @Requires({})
  @NonNull
  @Description(
      "Lets a suspended tenant go on, for operators of the installation alone: its keys and members are let in again and the endpoints that stopped are started.")
  public TenantType resumeTenant(@NonNull @Description("Which, and why.") ResumeTenant input) {
    return new TenantType(
        suspensions.resume(
            call.operatorCall(), GlobalId.decode("input.id", TENANT, input.id()), input.reason()));
  }

  @Mutation("setTenantPlan")
  @Requires({})
  @NonNull
  @Description(
      "Moves a tenant to another plan, for operators of the installation alone. What it has stays, also beyond a lower limit, which stops only growth; limits set for it alone hold on. Its owners read the reason.")
  public TenantType setTenantPlan(
      @NonNull @Description("Which, to what plan, and why.") SetTenantPlan input) {
    return new TenantType(
        plans.move(
            call.operatorCall(),
            new TenantPlans.Move(
                GlobalId.decode("input.id", TENANT, input.id()),
                input.plan(),
                input.expectedPlan(),
                input.reason())));
  }
}
