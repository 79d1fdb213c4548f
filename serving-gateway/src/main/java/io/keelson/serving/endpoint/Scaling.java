package io.keelson.serving.endpoint;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/**
 * How many replicas an endpoint has and should have, over those of its revisions that have traffic
 * or are on their way to it, as the revision controller knows it now.
 *
 * @param min replicas that are kept at least
 * @param max replicas at most
 * @param wanted replicas that are asked for now
 * @param ready replicas that take requests
 * @param reason in a sentence why not all that are wanted are ready, or why none are wanted; null
 *     when all is well
 */
public record Scaling(int min, int max, int wanted, int ready, String reason) {
  /** Of an endpoint that never had a revision. */
  public static final Scaling NONE = new Scaling(0, 0, 0, 0, "nothing was deployed yet");

  /** A revision that counts, or the last one of an endpoint where none does. */
  record Held(
      UUID endpointId,
      int number,
      RevisionStatus status,
      String reason,
      int min,
      int max,
      int wanted,
      int ready,
      String lastEnd) {
    /** $1 tenant, $2 endpoints. */
    static final String SQL =
        """
        SELECT r.endpoint_id, r.number, r.status, r.reason, r.min_replicas, r.max_replicas,
          (SELECT count(*)::int
           FROM serving.replica p
           WHERE p.tenant_id = r.tenant_id AND p.revision_id = r.id AND p.ready) AS ready,
          (SELECT p.reason
           FROM serving.replica p
           WHERE p.tenant_id = r.tenant_id AND p.revision_id = r.id AND p.ended_at IS NOT NULL
           ORDER BY p.ended_at DESC
           LIMIT 1) AS last_end
        FROM serving.revision r
        JOIN serving.endpoint e ON e.tenant_id = r.tenant_id AND e.id = r.endpoint_id
        WHERE r.tenant_id = $1 AND r.endpoint_id = ANY ($2)
          AND (r.status IN ('PENDING', 'LOADING', 'READY') OR r.number = e.last_number)
        ORDER BY r.number DESC
        """;

    static Held of(Row row) {
      return new Held(
          row.getUUID("endpoint_id"),
          row.getInteger("number"),
          RevisionStatus.valueOf(row.getString("status")),
          row.getString("reason"),
          row.getInteger("min_replicas"),
          row.getInteger("max_replicas"),
          row.getInteger("min_replicas"),
          row.getInteger("ready"),
          row.getString("last_end"));
    }

    boolean isLive() {
      return switch (status) {
        case PENDING, LOADING, READY -> true;
        case DRAINING, STOPPED, FAILED -> false;
      };
    }

    /** Null when it has all that it should have. */
    private String told() {
      return switch (status) {
        case PENDING -> "revision " + number + " is about to ask for its replicas";
        case LOADING ->
            "revision "
                + number
                + " loads: "
                + ready
                + " of "
                + wanted
                + " replicas are ready"
                + why();
        case READY ->
            ready >= wanted
                ? null
                : "revision "
                    + number
                    + " replaces "
                    + (wanted - ready)
                    + " of "
                    + wanted
                    + " replicas"
                    + why();
        case DRAINING, STOPPED -> "revision " + number + " was told to end";
        case FAILED -> "revision " + number + " failed: " + reason;
      };
    }

    private String why() {
      return lastEnd == null ? "" : "; last, " + lastEnd;
    }
  }

  /**
   * @param held of one endpoint, the youngest first; at least one
   */
  static Scaling of(List<Held> held) {
    int min = 0;
    int max = 0;
    int wanted = 0;
    int ready = 0;
    String reason = null;
    for (Held one : held) {
      boolean speaks = one.isLive() || one.status() == RevisionStatus.FAILED;
      reason = reason == null && speaks ? one.told() : reason;
      if (one.isLive()) {
        min += one.min();
        max += one.max();
        wanted += one.wanted();
        ready += one.ready();
      }
    }
    reason = reason == null && wanted == 0 ? held.getFirst().told() : reason;
    return new Scaling(min, max, wanted, ready, reason);
  }
}
