package io.keelson.tenancy.rate;

import java.util.UUID;

/** The rate of each tenant, by its plan. */
public interface PointRates {
  /** Never blocks. */
  PointRate of(UUID tenantId);

  /** Of callers who have named no tenant. */
  PointRate standard();
}
