package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The one place that writes how an endpoint's traffic is split. The weights of its READY revisions
 * add up to 100. The endpoint's row must be locked by the caller's transaction; each change raises
 * its version.
 */
public final class TrafficChanges {
  private TrafficChanges() {}

  /**
   * For a revision that has just become READY: it takes over from all before it, which end, or gets
   * the share it was deployed with, and the others keep the rest in their proportions. Where no
   * other serves, it gets everything.
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
    int share = takesOver ? whatIsLeftBy(others) : revision.requestedWeight();
    Map<UUID, Integer> weights =
        new LinkedHashMap<>(TrafficSplit.scale(weights(others), TrafficSplit.ALL - share));
    weights.put(revision.id(), others.isEmpty() ? TrafficSplit.ALL : share);
    write(tx, revision.endpointId(), ready, weights);
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
   * Splits the traffic as somebody asked for. READY revisions that are not named end.
   *
   * @param ready all of them, locked
   * @param weights of some of them; they add up to 100
   */
  static void split(
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
    write(tx, endpointId, staying, weights);
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
      if (weight != revision.weight()) {
        changed.add(Tuple.of(tx.tenantId(), revision.id(), weight, version));
      }
    }
    tx.batch(
        """
        UPDATE serving.revision
        SET weight = $3,
            all_traffic_version = CASE WHEN $3 = 100 THEN $4 ELSE all_traffic_version END,
            version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND status = 'READY'
        """,
        changed);
  }
}
