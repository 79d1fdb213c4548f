package io.keelson.tenancy.refusal;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.loop.WriteBehind;
import io.keelson.tenancy.refusal.RefusalCounts.Count;
import io.keelson.tenancy.refusal.RefusalCounts.Who;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this process has refused and not written yet. Of one tenant at most {@link #MAX_OF_TENANT}
 * callers have a count of their own, of all at most {@link #MAX_NAMED}; the rest of a tenant share
 * one for each limit, and beyond {@link #MAX_COUNTS} nothing is counted. A count is some hundred
 * bytes, of which the name is bounded.
 */
final class RefusalCounts implements WriteBehind.Counts<Map<Who, Count>> {
  static final int MAX_OF_TENANT = 100;
  static final int MAX_NAMED = 20_000;
  static final int MAX_COUNTS = 40_000;
  private static final int MAX_LABEL_LENGTH = 200;

  /** Of those who have no count of their own. */
  private static final UUID OTHERS = new UUID(0, 0);

  private final ConcurrentHashMap<UUID, Map<Who, Count>> byTenant = new ConcurrentHashMap<>();
  private final AtomicInteger counts = new AtomicInteger();

  /**
   * @param kind null for those who have no count of their own
   */
  record Who(LocalDate day, LimitName limit, Principal.Kind kind, UUID id) {
    private static Who of(Actor actor, LimitName limit, LocalDate day) {
      return new Who(day, limit, actor.kind(), actor.id() == null ? OTHERS : actor.id());
    }

    private Who others() {
      return new Who(day, limit, null, OTHERS);
    }
  }

  /**
   * How often somebody was refused, and when and what last.
   *
   * @param action the operation as the audit log spells it; null for none that stands there
   * @param most the limit
   */
  record Count(String label, long refused, Instant lastAt, String action, long most) {
    private Count plus(Count more) {
      Count last = more.lastAt.isAfter(lastAt) ? more : this;
      return new Count(last.label, refused + more.refused, last.lastAt, last.action, last.most);
    }
  }

  /**
   * False when there is no room even among the others. Never blocks for longer than an addition.
   */
  boolean add(UUID tenantId, Actor actor, LimitName limit, long most, String action, Instant at) {
    String label = actor.label();
    String bounded =
        label.length() > MAX_LABEL_LENGTH ? label.substring(0, MAX_LABEL_LENGTH) : label;
    LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
    return add(tenantId, Who.of(actor, limit, day), new Count(bounded, 1, at, action, most));
  }

  private boolean add(UUID tenantId, Who who, Count count) {
    boolean[] isCounted = {false};
    byTenant.compute(
        tenantId,
        (id, before) -> {
          Map<Who, Count> ofTenant = before == null ? new HashMap<>() : before;
          Who counted = counted(ofTenant, who);
          if (counted != null) {
            isCounted[0] = true;
            if (ofTenant.merge(counted, count, Count::plus) == count) {
              counts.incrementAndGet();
            }
          }
          return ofTenant.isEmpty() ? null : ofTenant;
        });
    return isCounted[0];
  }

  /** Under whom it is counted; null for nobody. */
  private Who counted(Map<Who, Count> ofTenant, Who who) {
    if (ofTenant.containsKey(who)) {
      return who;
    }
    if (who.kind() != null && ofTenant.size() < MAX_OF_TENANT && counts.get() < MAX_NAMED) {
      return who;
    }
    Who others = who.others();
    return ofTenant.containsKey(others) || counts.get() < MAX_COUNTS ? others : null;
  }

  @Override
  public List<UUID> tenants() {
    return List.copyOf(byTenant.keySet());
  }

  @Override
  public Map<Who, Count> take(UUID tenantId) {
    Map<Who, Count> taken = byTenant.remove(tenantId);
    if (taken != null) {
      counts.addAndGet(-taken.size());
    }
    return taken;
  }

  @Override
  public void giveBack(UUID tenantId, Map<Who, Count> taken) {
    taken.forEach((who, count) -> add(tenantId, who, count));
  }
}
