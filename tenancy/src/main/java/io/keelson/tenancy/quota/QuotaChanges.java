package io.keelson.tenancy.quota;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.IdempotencyKey;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What operators give single tenants instead of what their plan says. What is there already stays,
 * also beyond a new limit. Callers have made sure that an operator asks.
 */
@ApplicationScoped
public class QuotaChanges {
  /** 1 EiB, and more of anything than there is. */
  private static final long MAX_LIMIT = 1L << 60;

  private final TenantDatabase database;
  private final SystemDatabase system;
  private final Mutations mutations;
  private final Quotas quotas;
  private final InstantSource clock;

  public QuotaChanges(
      TenantDatabase database,
      SystemDatabase system,
      Mutations mutations,
      Quotas quotas,
      InstantSource clock) {
    this.database = database;
    this.system = system;
    this.mutations = mutations;
    this.quotas = quotas;
    this.clock = clock;
  }

  /** The operator and their request: they are no member of the tenant that it is about. */
  public record Request(
      Actor operator, String requestId, IdempotencyKey idempotencyKey, String address) {}

  /**
   * @param limit in whole units, 0 or more; null to go back to the plan's
   * @param expectedLimit the operator's limit that there is now, in whole units; null while the
   *     plan's applies
   */
  public record SetQuota(
      UUID tenantId,
      QuotaName name,
      Long limit,
      @JsonInclude(Include.NON_NULL) Long expectedLimit) {

    /** Instead of the plan's. */
    public SetQuota(UUID tenantId, QuotaName name, Long limit) {
      this(tenantId, name, limit, null);
    }
  }

  /**
   * Sets the limit, or takes it away again; the tenant's audit log tells of it.
   *
   * @throws Invalid naming {@code input.limit}
   * @throws NotFound when there is no such tenant
   * @throws Conflict when the operator's limit is another than expected
   */
  public Quota set(Request request, SetQuota input) {
    Input.present("input.tenantId", input.tenantId());
    Input.present("input.name", input.name());
    if (input.limit() != null) {
      Input.range("input.limit", input.limit(), 0, MAX_LIMIT);
    }
    if (input.expectedLimit() != null) {
      Input.range("input.expectedLimit", input.expectedLimit(), 0, MAX_LIMIT);
    }
    Caller caller = caller(request, input.tenantId());
    mutations.run(caller, "setQuota", input, tx -> change(tx, input));
    return database.transact(
        input.tenantId(),
        tx ->
            quotas.list(tx).stream()
                .filter(quota -> quota.name() == input.name())
                .findFirst()
                .orElseThrow());
  }

  private Changed change(Transaction tx, SetQuota input) {
    quotas.lock(tx, input.name());
    requireExpected(tx, input);
    Map<String, Object> detail = new HashMap<>();
    detail.put("quota", input.name().name());
    if (input.limit() == null) {
      tx.update(
          "DELETE FROM tenancy.quota WHERE tenant_id = $1 AND name = $2",
          tx.tenantId(),
          input.name().name());
      detail.put("limit", "the plan's");
    } else {
      tx.update(
          """
          INSERT INTO tenancy.quota (tenant_id, name, most, set_at)
          VALUES ($1, $2, $3, $4)
          ON CONFLICT (tenant_id, name) DO UPDATE SET most = excluded.most, set_at = excluded.set_at
          """,
          tx.tenantId(),
          input.name().name(),
          input.limit(),
          OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
      detail.put("limit", input.limit());
    }
    return new Changed("tenant", tx.tenantId(), null, detail);
  }

  private static void requireExpected(Transaction tx, SetQuota input) {
    Long now =
        tx.one(
                "SELECT most FROM tenancy.quota WHERE tenant_id = $1 AND name = $2",
                tx.tenantId(),
                input.name().name())
            .map(row -> row.getLong("most"))
            .orElse(null);
    if (!Objects.equals(now, input.expectedLimit())) {
      throw new Conflict(
          "expectedLimit: %s (the limit is %s)"
              .formatted(
                  input.expectedLimit() == null ? "the plan's" : input.expectedLimit(),
                  now == null ? "the plan's" : now));
    }
  }

  private Caller caller(Request request, UUID tenantId) {
    Principal principal =
        new Principal(request.operator(), null, tenantId, slug(tenantId), Set.of(), Map.of(), null);
    return new Caller(principal, request.requestId(), request.idempotencyKey(), request.address());
  }

  private String slug(UUID tenantId) {
    return system.transact(
        SystemUse.TENANT_DIRECTORY,
        tx ->
            tx.one("SELECT slug FROM tenancy.tenant WHERE tenant_id = $1", tenantId)
                .map(row -> row.getString("slug"))
                .orElseThrow(() -> new NotFound("tenant")));
  }
}
