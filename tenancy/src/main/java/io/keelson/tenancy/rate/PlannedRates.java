package io.keelson.tenancy.rate;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.quota.PlansConfig;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * {@link PointRates} by the installation's settings. Which plan a tenant is on is known from the
 * database, as of at most two minutes ago; until it is, the standard plan's rate holds.
 */
@ApplicationScoped
class PlannedRates implements PointRates {
  private static final String STANDARD = "standard";
  private static final long MAX_TENANTS = 100_000;

  private final PlansConfig plans;
  private final AsyncLoadingCache<UUID, String> planOf;

  /** Settings stay as they are, and each request asks several times. */
  private final Map<String, PointRate> rates = new ConcurrentHashMap<>();

  PlannedRates(PlansConfig plans, TenantDatabase database) {
    this.plans = plans;
    this.planOf =
        Caffeine.newBuilder()
            .maximumSize(MAX_TENANTS)
            .refreshAfterWrite(Duration.ofMinutes(1))
            .expireAfterWrite(Duration.ofMinutes(2))
            .buildAsync(new PlanLoader(database));
    plans.byName().keySet().forEach(this::rate); // refuses what is no rate
  }

  /** What is not known since the database is away is as it was, or standard, for that time. */
  private record PlanLoader(TenantDatabase database) implements AsyncCacheLoader<UUID, String> {
    @Override
    public CompletableFuture<String> asyncLoad(UUID tenantId, Executor executor) {
      return plan(database, tenantId).exceptionally(away -> STANDARD);
    }

    @Override
    public CompletableFuture<String> asyncReload(UUID tenantId, String before, Executor executor) {
      return plan(database, tenantId).exceptionally(away -> before);
    }
  }

  private static CompletableFuture<String> plan(TenantDatabase database, UUID tenantId) {
    return database
        .readAsync(
            tenantId, "SELECT plan FROM tenancy.tenant WHERE tenant_id = $1", Tuple.of(tenantId))
        .thenApply(
            rows -> {
              for (Row row : rows) {
                return row.getString("plan");
              }
              return STANDARD;
            })
        .toCompletableFuture();
  }

  @Override
  public PointRate of(UUID tenantId) {
    CompletableFuture<String> plan = planOf.get(tenantId);
    boolean isKnown = plan.isDone() && !plan.isCompletedExceptionally();
    return rate(isKnown ? plan.join() : STANDARD);
  }

  @Override
  public PointRate standard() {
    return rate(STANDARD);
  }

  private PointRate rate(String plan) {
    return rates.computeIfAbsent(plan, this::configured);
  }

  private PointRate configured(String plan) {
    PlansConfig.Plan limits = plans.byName().get(plan);
    return new PointRate(limits.pointsPerMinute(), limits.keyPointsPerMinute());
  }
}
