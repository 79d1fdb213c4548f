package io.keelson.api.graphql.quota;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.quota.QuotaTypes.QuotaType;
import io.keelson.api.graphql.quota.QuotaTypes.RateLimitType;
import io.keelson.api.graphql.quota.QuotaTypes.SetQuota;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.quota.QuotaChanges;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.rate.RateLimits;
import io.keelson.tenancy.tenant.OperatorsOnly;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What an organisation may have, and how much of it is in use. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class QuotaApi {
  private final CallContext call;
  private final Quotas quotas;
  private final QuotaChanges changes;
  private final RateLimits rates;
  private final TenantDatabase database;

  QuotaApi(
      CallContext call,
      Quotas quotas,
      QuotaChanges changes,
      RateLimits rates,
      TenantDatabase database) {
    this.call = call;
    this.quotas = quotas;
    this.changes = changes;
    this.rates = rates;
    this.database = database;
  }

  /** Whoever is shown a tenant belongs to it, and may know where it comes to an end. */
  @NonNull
  @Description("Every quota of the organisation, as it stands now.")
  public List<@NonNull QuotaType> quotas(@Source TenantType tenant) {
    return database.transact(tenant.tenant().id(), quotas::list).stream()
        .map(QuotaType::new)
        .toList();
  }

  @NonNull
  @Description("How many points of cost the organisation's callers have, and have used.")
  public RateLimitType rateLimit(@Source TenantType tenant) {
    return RateLimitType.of(rates.standing(tenant.tenant().id()));
  }

  @Mutation("setQuota")
  @Requires({})
  @NonNull
  @Description("Gives an organisation a limit of its own instead of its plan's; for operators.")
  public QuotaType setQuota(
      @NonNull @Description("Which limit of whom, and what it becomes.") SetQuota input) {
    UUID tenantId = GlobalId.decode("input.tenantId", GraphTypes.TENANT, input.tenantId());
    boolean remove = Boolean.TRUE.equals(input.remove());
    if (remove == (input.limit() != null)) {
      throw new Invalid("input.limit", input.limit(), "a limit, or remove: true, and not both");
    }
    Person person = call.operator().orElseThrow(OperatorsOnly::new);
    Actor operator = new Actor(Principal.Kind.OPERATOR, person.id(), person.username());
    return new QuotaType(
        changes.set(
            new QuotaChanges.Request(
                operator, call.requestId(), call.idempotencyKey(), call.address()),
            new QuotaChanges.SetQuota(tenantId, input.name(), input.limit())));
  }
}
