package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
public class DatasetVersions {

  public DatasetVersion open(Caller caller, UUID datasetId) {
    throw new UnsupportedOperationException();
  }

  public DatasetVersion seal(Caller caller, UUID id) {
    throw new UnsupportedOperationException();
  }

  public DatasetVersion get(Principal principal, UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Newest first. */
  public List<DatasetVersion> page(Principal principal, UUID datasetId, int limit, UUID beforeId) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, DatasetVersion> byIds(Principal principal, Collection<UUID> ids) {
    throw new UnsupportedOperationException();
  }

  /** The version with the highest number of each data set. */
  public Map<UUID, DatasetVersion> latest(Principal principal, Collection<UUID> datasetIds) {
    throw new UnsupportedOperationException();
  }
}
