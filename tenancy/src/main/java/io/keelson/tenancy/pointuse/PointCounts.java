package io.keelson.tenancy.pointuse;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.loop.WriteBehind;
import io.keelson.tenancy.pointuse.PointCounts.OfTenant;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this process has seen taken and not written yet. Of one tenant at most {@link
 * #MAX_OPERATIONS} names and {@link #MAX_CALLERS} callers are told apart, of all at most {@link
 * #MAX_COUNTS} of both; the rest of a tenant share one. A count is some hundred bytes. Beyond
 * {@link #MAX_TENANTS} tenants nothing is counted.
 */
final class PointCounts implements WriteBehind.Counts<OfTenant> {
  static final int MAX_OPERATIONS = 50;
  static final int MAX_CALLERS = 100;
  static final int MAX_COUNTS = 200_000;
  static final int MAX_TENANTS = 50_000;
  static final int MAX_NAME_LENGTH = 80;

  /** While the database is away; of later ones the curve knows nothing. */
  static final int MAX_MINUTES = 120;

  private static final int MAX_LABEL_LENGTH = 200;

  static final String UNNAMED = "";

  /** No name of GraphQL's. */
  static final String OTHERS = "*";

  static final UUID NOBODY = new UUID(0, 0);

  private final ConcurrentHashMap<UUID, OfTenant> byTenant = new ConcurrentHashMap<>();
  private final AtomicInteger named = new AtomicInteger();

  record Operation(Instant hour, String name) {}

  /**
   * @param kind null for those who have no count of their own
   */
  record Who(Instant hour, Principal.Kind kind, UUID id, UUID keyId) {}

  /**
   * What was taken; of a caller also as whom, and when last.
   *
   * @param servedAt when an operation was let pass last; null for never
   */
  record Count(String label, long points, long calls, Instant lastAt, Instant servedAt) {
    private Count plus(Count more) {
      boolean isLater = more.lastAt.isAfter(lastAt);
      return new Count(
          isLater ? more.label : label,
          points + more.points,
          calls + more.calls,
          isLater ? more.lastAt : lastAt,
          servedAt == null || more.servedAt != null && more.servedAt.isAfter(servedAt)
              ? more.servedAt
              : servedAt);
    }
  }

  /**
   * Points as they are taken.
   *
   * @param operation the name of what takes them; null for none
   * @param isFirst whether they are the operation's first
   * @param isServed whether it was let pass for them
   */
  record Taken(String operation, long points, boolean isFirst, boolean isServed) {}

  /** Of a minute. */
  record Minute(long points, long refused) {
    private Minute plus(Minute more) {
      return new Minute(points + more.points, refused + more.refused);
    }
  }

  /** What is counted of a tenant. */
  record OfTenant(
      Map<Operation, Count> operations, Map<Who, Count> callers, Map<Instant, Minute> minutes) {
    private OfTenant() {
      this(new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    private int size() {
      return operations.size() + callers.size();
    }
  }

  /** False when there is no room. Never blocks for longer than an addition. */
  boolean add(Principal caller, Taken taken, Instant at) {
    Instant hour = at.truncatedTo(ChronoUnit.HOURS);
    Count count =
        new Count(
            shortened(caller.label(), MAX_LABEL_LENGTH),
            taken.points,
            taken.isFirst ? 1 : 0,
            at,
            taken.isServed ? at : null);
    String name = taken.operation;
    Operation operation =
        new Operation(hour, name == null ? UNNAMED : shortened(name, MAX_NAME_LENGTH));
    Who who = new Who(hour, caller.kind(), orNobody(caller.id()), orNobody(caller.keyId()));
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    return change(
        caller.tenantId(),
        of -> {
          addOperation(of, operation, count);
          addCaller(of, who, count);
          addMinute(of, minute, new Minute(taken.points, 0));
        });
  }

  /** False when there is no room. */
  boolean addRefusal(UUID tenantId, Instant at) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    return change(tenantId, of -> addMinute(of, minute, new Minute(0, 1)));
  }

  private static String shortened(String text, int length) {
    return text.length() > length ? text.substring(0, length) : text;
  }

  private static UUID orNobody(UUID id) {
    return id == null ? NOBODY : id;
  }

  @FunctionalInterface
  private interface Change {
    void of(OfTenant tenant);
  }

  private boolean change(UUID tenantId, Change change) {
    OfTenant changed =
        byTenant.compute(
            tenantId,
            (id, before) -> {
              if (before == null && byTenant.mappingCount() >= MAX_TENANTS) {
                return null;
              }
              OfTenant of = before == null ? new OfTenant() : before;
              int size = of.size();
              change.of(of);
              named.addAndGet(of.size() - size);
              return of;
            });
    return changed != null;
  }

  private void addOperation(OfTenant of, Operation operation, Count count) {
    boolean isCounted =
        of.operations.containsKey(operation) || hasRoom(of.operations.size(), MAX_OPERATIONS);
    of.operations.merge(
        isCounted ? operation : new Operation(operation.hour, OTHERS), count, Count::plus);
  }

  private void addCaller(OfTenant of, Who who, Count count) {
    boolean isCounted = of.callers.containsKey(who) || hasRoom(of.callers.size(), MAX_CALLERS);
    of.callers.merge(isCounted ? who : new Who(who.hour, null, NOBODY, NOBODY), count, Count::plus);
  }

  private static void addMinute(OfTenant of, Instant minute, Minute count) {
    if (of.minutes.size() < MAX_MINUTES || of.minutes.containsKey(minute)) {
      of.minutes.merge(minute, count, Minute::plus);
    }
  }

  private boolean hasRoom(int ofTenant, int most) {
    return ofTenant < most && named.get() < MAX_COUNTS;
  }

  @Override
  public List<UUID> tenants() {
    return List.copyOf(byTenant.keySet());
  }

  @Override
  public OfTenant take(UUID tenantId) {
    OfTenant taken = byTenant.remove(tenantId);
    if (taken != null) {
      named.addAndGet(-taken.size());
    }
    return taken;
  }

  @Override
  public void giveBack(UUID tenantId, OfTenant taken) {
    change(
        tenantId,
        of -> {
          taken.operations.forEach((operation, count) -> addOperation(of, operation, count));
          taken.callers.forEach((who, count) -> addCaller(of, who, count));
          taken.minutes.forEach((minute, count) -> addMinute(of, minute, count));
        });
  }
}
