package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The one place that writes how an endpoint's traffic is split. The weights of its READY revisions
 * add up to 100. The endpoint's row must be locked by the caller's transaction; each change raises
 * its version.
 */
public final class TrafficChanges {
  private TrafficChanges() {}

  /**
   * For a revision that has just become READY: it takes over from all before it, which end, or gets
   * the share it was deployed with, and the others keep the rest in their proportions; where what
   * all of them were deployed with makes up the whole, each gets that. Where no other serves, it
   * gets everything: for the time being, while an older one is on its way.
   */
  public static void joined(Transaction tx, Revision revision, OffsetDateTime now) {
    boolean takesOver = revision.requestedWeight() == null;
    if (takesOver) {
      for (Revision older : RevisionRows.lockOlder(tx, revision)) {
        RevisionChanges.end(tx, older, now);
      }
    }
    List<Revision> ready = RevisionRows.lockReady(tx, revision.endpointId());
    List<Revision> others = ready.stream().filter(one -> !one.id().equals(revision.id())).toList();
    if (others.isEmpty()) {
      write(tx, revision.endpointId(), ready, Map.of(revision.id(), TrafficSplit.ALL));
    } else if (isWhole(ready)) {
      write(tx, revision.endpointId(), ready, requested(ready));
    } else {
      int share = takesOver ? whatIsLeftBy(others) : revision.requestedWeight();
      Map<UUID, Integer> weights =
          new LinkedHashMap<>(TrafficSplit.scale(weights(others), TrafficSplit.ALL - share));
      weights.put(revision.id(), share);
      write(tx, revision.endpointId(), ready, weights);
    }
  }

  private static boolean isWhole(List<Revision> ready) {
    return ready.stream().allMatch(one -> one.requestedWeight() != null)
        && ready.stream().mapToInt(Revision::requestedWeight).sum() == TrafficSplit.ALL;
  }

  private static Map<UUID, Integer> requested(List<Revision> ready) {
    return ready.stream().collect(Collectors.toMap(Revision::id, Revision::requestedWeight));
  }

  /** Younger ones that were ready first keep what they were deployed with. */
  private static int whatIsLeftBy(List<Revision> younger) {
    int theirs =
        younger.stream()
            .mapToInt(one -> one.requestedWeight() == null ? one.weight() : one.requestedWeight())
            .sum();
    return Math.max(0, TrafficSplit.ALL - theirs);
  }

  /** For a revision that is READY no more: the others take over its share in their proportions. */
  public static void left(Transaction tx, UUID endpointId) {
    List<Revision> ready = RevisionRows.lockReady(tx, endpointId);
    write(tx, endpointId, ready, TrafficSplit.scale(weights(ready), TrafficSplit.ALL));
  }

  /**
   * For a revision that ended before it was READY: one that had everything for the time being keeps
   * it, and is one to roll back to.
   */
  public static void neverJoined(Transaction tx, UUID endpointId) {
    List<Revision> ready = RevisionRows.lockReady(tx, endpointId);
    Map<UUID, Integer> weights = weights(ready);
    Optional<UUID> all = withAll(ready, weights).map(Revision::id);
    Optional<UUID> last =
        RevisionRows.lastWithAllTraffic(tx, endpointId).stream().findFirst().map(Revision::id);
    if (all.isPresent() && !all.equals(last) && !isForNow(tx, ready, weights)) {
      write(tx, endpointId, ready, weights, true);
    }
  }

  /**
   * Splits the traffic as somebody asked for. READY revisions that are not named end.
   *
   * @param ready all of them, locked
   * @param weights of some of them; they add up to 100
   */
  public static void split(
      Transaction tx,
      UUID endpointId,
      List<Revision> ready,
      Map<UUID, Integer> weights,
      OffsetDateTime now) {
    Set<UUID> named = weights.keySet();
    for (Revision revision : ready) {
      if (!named.contains(revision.id())) {
        RevisionChanges.end(tx, revision, now);
      }
    }
    List<Revision> staying = ready.stream().filter(one -> named.contains(one.id())).toList();
    write(tx, endpointId, staying, weights, true);
    tx.batch(
        "UPDATE serving.revision SET requested_weight = $3 WHERE tenant_id = $1 AND id = $2",
        weights.entrySet().stream()
            .map(entry -> Tuple.of(tx.tenantId(), entry.getKey(), entry.getValue()))
            .toList());
  }

  private static Map<UUID, Integer> weights(List<Revision> revisions) {
    Map<UUID, Integer> weights = new LinkedHashMap<>();
    revisions.forEach(revision -> weights.put(revision.id(), revision.weight()));
    return weights;
  }

  private static void write(
      Transaction tx, UUID endpointId, List<Revision> ready, Map<UUID, Integer> weights) {
    write(tx, endpointId, ready, weights, !isForNow(tx, ready, weights));
  }

  /** Whether one gets everything only because an older one is still on its way. */
  private static boolean isForNow(
      Transaction tx, List<Revision> ready, Map<UUID, Integer> weights) {
    return withAll(ready, weights)
        .filter(one -> !RevisionRows.lockOlder(tx, one).stream().allMatch(Revision::isReady))
        .isPresent();
  }

  private static Optional<Revision> withAll(List<Revision> ready, Map<UUID, Integer> weights) {
    return ready.stream().filter(one -> weights.get(one.id()) == TrafficSplit.ALL).findFirst();
  }

  /**
   * @param counts whether one that gets everything is one to roll back to
   */
  private static void write(
      Transaction tx,
      UUID endpointId,
      List<Revision> ready,
      Map<UUID, Integer> weights,
      boolean counts) {
    int version =
        tx.one(
                """
                UPDATE serving.endpoint
                SET version = version + 1
                WHERE tenant_id = $1 AND id = $2
                RETURNING version
                """,
                tx.tenantId(),
                endpointId)
            .orElseThrow()
            .getInteger("version");
    List<Tuple> changed = new ArrayList<>();
    for (Revision revision : ready) {
      int weight = weights.get(revision.id());
      if (weight != revision.weight() || counts && weight == TrafficSplit.ALL) {
        changed.add(Tuple.of(tx.tenantId(), revision.id(), weight, counts ? version : null));
      }
    }
    tx.batch(
        """
        UPDATE serving.revision
        SET weight = $3,
            all_traffic_version = CASE WHEN $3 = 100 THEN coalesce($4, all_traffic_version) ELSE all_traffic_version END,
            version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'READY'
        """,
        changed);
  }
}
