package io.keelson.serving.watch.quality;

import io.keelson.tenancy.database.TenantDatabase;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** How late the labels of endpoints come. Callers authorise before they call. */
@ApplicationScoped
public class LabelArrivals {
  private static final int MAX_LABELS = 5_000;

  private final TenantDatabase database;

  public LabelArrivals(TenantDatabase database) {
    this.database = database;
  }

  /** Of at most 5,000 labels that came last; none where the endpoint has none that wait. */
  public LabelArrival of(UUID tenantId, UUID endpointId) {
    Row row =
        database
            .read(
                tenantId,
                """
                SELECT count(*) AS labels, count(*) FILTER (WHERE p.at IS NULL) AS waiting,
                  percentile_cont(0.5) WITHIN GROUP (ORDER BY d.delay_s) AS median,
                  percentile_cont(0.95) WITHIN GROUP (ORDER BY d.delay_s) AS most
                FROM (
                  SELECT inference_id, item, received_at
                  FROM serving.label
                  WHERE tenant_id = $1 AND endpoint_id = $2
                  ORDER BY received_at DESC
                  LIMIT $3
                ) AS l
                LEFT JOIN serving.prediction p ON p.tenant_id = $1 AND p.endpoint_id = $2
                  AND p.inference_id = l.inference_id AND p.item = l.item
                -- Clocks differ.
                CROSS JOIN LATERAL (
                  SELECT CASE WHEN p.at IS NOT NULL
                    THEN greatest(0, extract(epoch FROM l.received_at - p.at))::float8 END AS delay_s
                ) AS d
                """,
                tenantId,
                endpointId,
                MAX_LABELS)
            .iterator()
            .next();
    return new LabelArrival(
        row.getLong("labels"),
        row.getLong("waiting"),
        duration(row.getDouble("median")),
        duration(row.getDouble("most")));
  }

  private static Duration duration(Double seconds) {
    return seconds == null ? null : Duration.ofMillis(Math.round(seconds * 1_000));
  }
}
