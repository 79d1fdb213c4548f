package io.keelson.serving.endpoint;

import io.keelson.tenancy.database.NewestFirst;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.failure.Input;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The endpoints of a whole tenant, or of those of its projects that a caller may see. */
@ApplicationScoped
public class EndpointLists {
  private static final int MAX_SEARCHED_ENDPOINTS = 10_000;
  private static final NewestFirst NEWEST =
      new NewestFirst(
          "SELECT " + EndpointRows.ENDPOINT + " FROM serving.endpoint WHERE tenant_id = $1", "");

  private final TenantDatabase database;

  public EndpointLists(TenantDatabase database) {
    this.database = database;
  }

  /**
   * Newest first.
   *
   * @param projectIds null for all of the tenant
   * @param limit 1 to 101: a page, and one more to see whether another follows
   * @param beforeId the last one of the page before, or null for the first page
   */
  public List<Endpoint> newest(UUID tenantId, Set<UUID> projectIds, int limit, UUID beforeId) {
    Input.range("first", limit, 1, Endpoints.MAX_PAGE + 1);
    return endpoints(tenantId, NEWEST.page(tenantId, projectIds, List.of(), limit, beforeId));
  }

  /** By what their name contains, the best first; the newest 10,000 are looked at. */
  public List<Endpoint> named(UUID tenantId, Set<UUID> projectIds, String text, int limit) {
    Input.range("first", limit, 1, Endpoints.MAX_PAGE + 1);
    return endpoints(
        tenantId, NEWEST.named(tenantId, projectIds, text, MAX_SEARCHED_ENDPOINTS, limit));
  }

  private List<Endpoint> endpoints(UUID tenantId, NewestFirst.Statement statement) {
    List<Endpoint> out = new ArrayList<>();
    database
        .read(tenantId, statement.sql(), statement.params())
        .forEach(row -> out.add(EndpointRows.endpoint(row)));
    return out;
  }
}
