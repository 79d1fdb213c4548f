package io.keelson.api.graphql.tenancy;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;

/** What operators of the installation ask for. */
public final class OperatorTypes {
  private OperatorTypes() {}

  @Description("A tenant to stop.")
  public record SuspendTenant(
      @Id @NonNull @Description("The tenant.") String id,
      @NonNull
          @Description(
              "Why, for the tenant's owners to read in its audit log; up to 1,000 characters.")
          String reason) {}

  @Description("A tenant to move to another plan.")
  public record SetTenantPlan(
      @Id @NonNull @Description("The tenant.") String id,
      @NonNull @Description("One that the installation has configured.") String plan,
      @NonNull @Description("The plan that it is on, which the change is meant for.")
          String expectedPlan,
      @NonNull
          @Description(
              "Why, for the tenant's owners to read in its audit log; up to 1,000 characters.")
          String reason) {}

  @Description("A suspended tenant to let go on.")
  public record ResumeTenant(
      @Id @NonNull @Description("The tenant.") String id,
      @NonNull
          @Description(
              "Why, for the tenant's owners to read in its audit log; up to 1,000 characters.")
          String reason) {}
}
