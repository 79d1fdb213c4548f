package io.keelson.api.catalog.metric;

import io.keelson.api.catalog.experiment.Run;
import io.keelson.api.catalog.experiment.Tag;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

@ApplicationScoped
public class RunMetrics {

  public record LogBatch(UUID runId, List<MetricPoint> metrics, List<Tag> params, List<Tag> tags) {}

  public Run logBatch(Caller caller, LogBatch input) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, List<LatestMetric>> latest(Principal principal, Collection<UUID> runIds) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param buckets 1 to 2,000
   */
  public List<Series> series(
      Principal principal, UUID runId, List<String> keys, int buckets, SeriesAxis axis) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param keys null or empty for all
   * @param cursor null for all there is
   */
  public List<LoggedMetric> after(
      Principal principal, UUID runId, Set<String> keys, String cursor, int limit) {
    throw new UnsupportedOperationException();
  }
}
