package io.keelson.api.graphql.endpoint;

import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.graphql.cost.CostTypes.PeriodSpec;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.identity.CallContext;
import io.keelson.billing.usage.Period;
import io.keelson.serving.endpoint.Endpoint;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.UUID;

/** What is read of an endpoint beside itself: by whom, and of which time. */
@ApplicationScoped
class EndpointReads {
  private final CallContext call;
  private final ProjectAccess access;

  EndpointReads(CallContext call, ProjectAccess access) {
    this.call = call;
    this.access = access;
  }

  /** An endpoint whose figures the caller may read. */
  record Readable(UUID tenantId, UUID endpointId) {}

  /** Those of a stretch of time. */
  record Within(UUID tenantId, UUID endpointId, OffsetDateTime from, OffsetDateTime to) {}

  /**
   * @throws Forbidden without ENDPOINT_READ in its project
   */
  Readable require(EndpointType source) {
    Endpoint endpoint = source.endpoint();
    Principal principal = call.principal();
    access.require(principal, Permission.ENDPOINT_READ, endpoint.projectId(), "endpoint");
    return new Readable(principal.tenantId(), endpoint.id());
  }

  /**
   * @throws Forbidden without ENDPOINT_READ in its project
   * @throws Invalid naming what is wrong about the period
   */
  Within require(EndpointType source, PeriodSpec period) {
    Readable endpoint = require(source);
    Period checked = period.checked();
    return new Within(endpoint.tenantId(), endpoint.endpointId(), checked.from(), checked.to());
  }
}
