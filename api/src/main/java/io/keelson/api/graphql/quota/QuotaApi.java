package io.keelson.api.graphql.quota;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.people.OwnTenant;
import io.keelson.api.graphql.quota.PointTypes.KeyPointsType;
import io.keelson.api.graphql.quota.PointTypes.PointUseType;
import io.keelson.api.graphql.quota.QuotaTypes.QuotaForecastType;
import io.keelson.api.graphql.quota.QuotaTypes.QuotaType;
import io.keelson.api.graphql.quota.QuotaTypes.RateLimitType;
import io.keelson.api.graphql.quota.QuotaTypes.SetQuota;
import io.keelson.api.graphql.quota.RefusalTypes.LimitRefusalsType;
import io.keelson.api.graphql.tenancy.ApiKeyTypes.ApiKeyType;
import io.keelson.api.graphql.tenancy.TenancyTypes.TenantType;
import io.keelson.api.identity.CallContext;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Authorizer;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.member.Person;
import io.keelson.tenancy.pointuse.PointPeriod;
import io.keelson.tenancy.pointuse.PointUse;
import io.keelson.tenancy.quota.Peaks;
import io.keelson.tenancy.quota.Quota;
import io.keelson.tenancy.quota.QuotaChanges;
import io.keelson.tenancy.quota.QuotaName;
import io.keelson.tenancy.quota.Quotas;
import io.keelson.tenancy.rate.RateLimits;
import io.keelson.tenancy.refusal.Refusals;
import io.keelson.tenancy.tenant.OperatorsOnly;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What an organisation may have, and how much of it is in use. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class QuotaApi {
  private final CallContext call;
  private final OwnTenant own;
  private final Authorizer authorizer;
  private final Quotas quotas;
  private final Peaks peaks;
  private final Refusals refusals;
  private final PointUse points;
  private final QuotaChanges changes;
  private final RateLimits rates;
  private final OperatorMail operator;
  private final TenantDatabase database;

  QuotaApi(
      CallContext call,
      OwnTenant own,
      Authorizer authorizer,
      Quotas quotas,
      Peaks peaks,
      Refusals refusals,
      PointUse points,
      QuotaChanges changes,
      RateLimits rates,
      OperatorMail operator,
      TenantDatabase database) {
    this.call = call;
    this.own = own;
    this.authorizer = authorizer;
    this.quotas = quotas;
    this.peaks = peaks;
    this.refusals = refusals;
    this.points = points;
    this.changes = changes;
    this.rates = rates;
    this.operator = operator;
    this.database = database;
  }

  /** Whoever holds something in a tenant may know where it comes to an end. */
  @NonNull
  @Description("Every quota of the organisation, as it stands now: one of each name, at most 20.")
  public List<@NonNull QuotaType> quotas(@Source TenantType tenant) {
    own.requireHolder(tenant);
    return database.transact(tenant.tenant().id(), this::list);
  }

  private List<QuotaType> list(Transaction tx) {
    Map<QuotaName, Long> ofWeek = peaks.ofWeek(tx);
    return quotas.list(tx).stream().map(quota -> new QuotaType(quota, ofWeek)).toList();
  }

  @NonNull
  @Description(
      "What limits have refused today and in the six days before, by UTC, and whom: one for each that has refused,"
          + " at most 20, most first. A refusal is shown after some seconds.")
  public List<@NonNull LimitRefusalsType> refusals(@Source TenantType tenant) {
    Principal principal = own.active(tenant);
    authorizer.require(principal, Permission.AUDIT_READ, null);
    return refusals.ofWeek(principal.tenantId()).stream().map(LimitRefusalsType::of).toList();
  }

  @NonNull
  @Description(
      "Where the points of cost went, by caller and operation; what was taken is shown after a quarter of a minute.")
  public PointUseType pointUse(
      @Source TenantType tenant,
      @NonNull @Description("How far back callers and operations are counted.")
          PointPeriod period) {
    Principal principal = own.active(tenant);
    authorizer.require(principal, Permission.AUDIT_READ, null);
    return PointUseType.of(points.of(principal.tenantId(), period));
  }

  @Description(
      "When what may be stored will be used up; null where it cannot be told: by too few days, by use that does not rise, or not within a year.")
  public QuotaForecastType storageForecast(@Source TenantType tenant) {
    own.requireHolder(tenant);
    return database
        .transact(tenant.tenant().id(), tx -> peaks.forecast(tx, QuotaName.STORED_BYTES))
        .map(QuotaForecastType::of)
        .orElse(null);
  }

  @Name("lastWeek")
  @Description(
      "What it took in the last seven days; a key that was one of more than 100 callers in an hour may have taken more.")
  public List<@NonNull KeyPointsType> lastWeekOfKeys(@Source List<ApiKeyType> sources) {
    PointUse.OfKeys taken =
        points.ofKeys(
            call.principal().tenantId(), GraphTypes.distinct(sources, source -> source.key().id()));
    Map<UUID, KeyPointsType> found = new HashMap<>();
    taken.byId().forEach((id, spent) -> found.put(id, KeyPointsType.of(spent, taken.all())));
    return GraphTypes.join(sources, source -> source.key().id(), found, KeyPointsType.NONE);
  }

  @Description(
      "Where the organisation asks for more than it has; null where nobody is to be asked.")
  public String operatorMail(@Source TenantType tenant) {
    return operator.address().orElse(null);
  }

  @NonNull
  @Description("How many points of cost the organisation's callers have, and have used.")
  public RateLimitType rateLimit(@Source TenantType tenant) {
    own.requireHolder(tenant);
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
    Actor asking = new Actor(Principal.Kind.OPERATOR, person.id(), person.username());
    Quota set =
        changes.set(
            new QuotaChanges.Request(
                asking, call.requestId(), call.idempotencyKey(), call.address()),
            new QuotaChanges.SetQuota(
                tenantId, input.name(), input.limit(), input.expectedLimit()));
    return new QuotaType(set, database.transact(tenantId, peaks::ofWeek));
  }
}
