package io.keelson.tenancy.quota;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Holds tenants to their quotas, each in the transaction of what it limits. Whoever looks at a
 * quota holds its lock until their transaction ends, so that those who come at once are counted one
 * after the other. An advisory lock: it writes nothing, and tenants and quotas do not meet.
 */
@ApplicationScoped
public class Quotas {
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('quota/' || $1::uuid::text || '/' || $2::text, 0))";

  private static final String LIMIT =
      """
      SELECT
        (SELECT plan FROM tenancy.tenant WHERE tenant_id = $1) AS plan,
        q.most, q.set_at
      FROM (VALUES (1)) AS always
      LEFT JOIN tenancy.quota q ON q.tenant_id = $1 AND q.name = $2
      """;

  /** Of tenants that are just being made, and have no row yet. */
  private static final String STANDARD = "standard";

  private final Plans plans;
  private final Map<QuotaName, QuotaUse> uses = new EnumMap<>(QuotaName.class);
  private final HighMarks marks = new HighMarks();

  @Inject
  public Quotas(Plans plans, @Any Instance<QuotaUse> uses) {
    this(plans, (Iterable<QuotaUse>) uses);
  }

  public Quotas(Plans plans, Iterable<QuotaUse> uses) {
    this.plans = plans;
    for (QuotaUse use : uses) {
      if (this.uses.put(use.quota(), use) != null) {
        throw new IllegalArgumentException("two features count " + use.quota());
      }
    }
  }

  /** Limits of one tenant, in the quotas' parts. */
  public record Limits(Map<QuotaName, Limit> byName) {
    public Limit of(QuotaName name) {
      return byName.get(name);
    }
  }

  /**
   * To be called when what was asked for is written: the transaction goes on only if it fits.
   *
   * @param asked how much of the use is new, in parts; nothing is never refused
   * @throws QuotaExceeded when the tenant would have more than its limit
   */
  public void require(Transaction tx, QuotaName name, long asked) {
    if (asked == 0) {
      return;
    }
    Quota with = locked(tx, name);
    if (with.used() > with.limit().most()) {
      long before = Math.max(0, with.used() - asked);
      throw with.using(before).exceeded(asked);
    }
    mark(tx, name, with.used());
  }

  /**
   * How the tenant stands with the quota, with what this transaction has written; nobody else comes
   * to know until it ends. Without a limit nothing is counted.
   */
  public Quota hold(Transaction tx, QuotaName name) {
    Quota quota = locked(tx, name);
    if (quota.limit().isNone()) {
      mark(tx, name, quota.used());
    } else {
      mark(tx, name, use(name).shown(tx, quota.used()));
    }
    return quota;
  }

  private Quota locked(Transaction tx, QuotaName name) {
    lock(tx, name);
    return standing(tx, name);
  }

  /** {@link #hold} without the turn: it may be another by now. */
  public Quota standing(Transaction tx, QuotaName name) {
    Row set = tx.one(LIMIT, tx.tenantId(), name.name()).orElseThrow();
    Quota unused = quota(name, set.getString("plan"), ByOperator.of(set));
    return unused.limit().isNone() ? unused : unused.using(use(name).used(tx));
  }

  /** What an operator has set, in whole units, and when. */
  private record ByOperator(long most, OffsetDateTime setAt) {
    /** Null where the row has none. */
    static ByOperator of(Row row) {
      Long most = row.getLong("most");
      return most == null ? null : new ByOperator(most, row.getOffsetDateTime("set_at"));
    }
  }

  /**
   * As it is without any use.
   *
   * @param set null while the plan's applies
   */
  private Quota quota(QuotaName name, String plan, ByOperator set) {
    Limit planned = limit(name, plan, null);
    return set == null
        ? Quota.ofPlan(name, planned, 0)
        : Quota.ofOperator(name, limit(name, plan, set.most()), 0, planned, set.setAt());
  }

  /** That the tenant uses so much, once it is committed: in memory, for {@link Peaks}. */
  void mark(Transaction tx, QuotaName name, long used) {
    UUID tenantId = tx.tenantId();
    tx.afterCommit(() -> marks.note(tenantId, name, used));
  }

  /** {@link #mark} of what is shown, with what this transaction has written. */
  void markShown(Transaction tx, QuotaName name) {
    QuotaUse use = use(name);
    mark(tx, name, use.shown(tx, use.used(tx)));
  }

  HighMarks marks() {
    return marks;
  }

  /**
   * Waits for the quota's turn, in a statement of its own: one that waits and reads sees what was
   * committed before the wait.
   */
  void lock(Transaction tx, QuotaName name) {
    tx.query(LOCK, tx.tenantId(), name.name());
  }

  /** The tenant's limit, in parts, in the transaction's own view and without its lock. */
  public Limit limit(Transaction tx, QuotaName name) {
    return limits(tx, List.of(tx.tenantId()), List.of(name)).get(tx.tenantId()).of(name);
  }

  /** All quotas of the tenant, as they stand and are shown. */
  public List<Quota> list(Transaction tx) {
    Map<String, ByOperator> set = new HashMap<>();
    tx.query("SELECT name, most, set_at FROM tenancy.quota WHERE tenant_id = $1", tx.tenantId())
        .forEach(row -> set.put(row.getString("name"), ByOperator.of(row)));
    String plan =
        tx.one("SELECT plan FROM tenancy.tenant WHERE tenant_id = $1", tx.tenantId())
            .map(row -> row.getString("plan"))
            .orElse(STANDARD);
    List<Quota> quotas = new ArrayList<>();
    for (QuotaName name : QuotaName.values()) {
      QuotaUse use = use(name);
      quotas.add(quota(name, plan, set.get(name.name())).using(use.shown(tx, use.used(tx))));
    }
    return quotas;
  }

  /**
   * The limits of several tenants, also for a transaction that looks across them.
   *
   * @param names which
   */
  public Map<UUID, Limits> limits(
      Transaction tx, Collection<UUID> tenantIds, Collection<QuotaName> names) {
    UUID[] ids = tenantIds.toArray(UUID[]::new);
    Map<UUID, String> planOf = new HashMap<>();
    tx.query("SELECT tenant_id, plan FROM tenancy.tenant WHERE tenant_id = ANY ($1)", (Object) ids)
        .forEach(row -> planOf.put(row.getUUID("tenant_id"), row.getString("plan")));
    record Key(UUID tenantId, String name) {}
    Map<Key, Long> set = new HashMap<>();
    tx.query(
            """
            SELECT tenant_id, name, most
            FROM tenancy.quota
            WHERE tenant_id = ANY ($1) AND name = ANY ($2)
            """,
            ids,
            names.stream().map(QuotaName::name).toArray(String[]::new))
        .forEach(
            row ->
                set.put(
                    new Key(row.getUUID("tenant_id"), row.getString("name")), row.getLong("most")));
    Map<UUID, Limits> limits = new HashMap<>();
    for (UUID id : ids) {
      Map<QuotaName, Limit> ofTenant = new EnumMap<>(QuotaName.class);
      for (QuotaName name : names) {
        ofTenant.put(name, limit(name, planOf.get(id), set.get(new Key(id, name.name()))));
      }
      limits.put(id, new Limits(ofTenant));
    }
    return limits;
  }

  /**
   * @param most what an operator has set, or null
   */
  private Limit limit(QuotaName name, String plan, Long most) {
    Limit whole =
        most == null ? plans.limit(plan == null ? STANDARD : plan, name) : new Limit(most);
    return whole.times(name.parts());
  }

  private QuotaUse use(QuotaName name) {
    QuotaUse use = uses.get(name);
    if (use == null) {
      throw new IllegalStateException("nobody counts " + name + " (expected: a QuotaUse)");
    }
    return use;
  }
}
