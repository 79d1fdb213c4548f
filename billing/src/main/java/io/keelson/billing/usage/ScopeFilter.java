package io.keelson.billing.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The WHERE clause of a tenant, scope and period, with its parameters $1 and up. */
public final class ScopeFilter {
  private final StringBuilder sql = new StringBuilder("tenant_id = $1");
  private final List<Object> params = new ArrayList<>();

  public ScopeFilter(UUID tenantId, UsageScope scope, Period period) {
    params.add(tenantId);
    narrow(scope);
    if (period != null) {
      and("from_at >= %s", period.from());
      and("from_at < %s", period.to());
    }
  }

  private void narrow(UsageScope scope) {
    switch (scope) {
      case UsageScope.WholeTenant whole -> {}
      case UsageScope.Projects projects ->
          and("project_id = ANY (%s)", (Object) projects.projectIds().toArray(UUID[]::new));
      case UsageScope.Labelled labelled -> label(labelled);
      case UsageScope.Metered metered -> and("meter = %s", metered.meter().meterName());
      case UsageScope.OfResource of -> and("resource = %s", of.resource());
      case UsageScope.All all -> all.scopes().forEach(this::narrow);
    }
  }

  /** The well-known labels have columns, and these have indexes. */
  private void label(UsageScope.Labelled labelled) {
    switch (labelled.label()) {
      case UsageLabels.RUN -> and("run_id = %s", labelled.value());
      case UsageLabels.JOB -> and("job_id = %s", labelled.value());
      case UsageLabels.ENDPOINT -> and("endpoint_id = %s", labelled.value());
      default ->
          sql.append(" AND labels ->> ")
              .append(param(labelled.label()))
              .append("::text = ")
              .append(param(labelled.value()));
    }
  }

  /** Adds a condition in which each {@code %s} stands for the next value. */
  ScopeFilter and(String condition, Object... values) {
    Object[] places = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      places[i] = param(values[i]);
    }
    sql.append(" AND ").append(condition.formatted(places));
    return this;
  }

  /** The place of one more parameter. */
  public String param(Object value) {
    params.add(value);
    return "$" + params.size();
  }

  public String sql() {
    return sql.toString();
  }

  public Object[] params() {
    return params.toArray();
  }
}
