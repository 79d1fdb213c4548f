package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
public class Datasets {

  public record NewDataset(UUID projectId, String name, String description) {}

  public Dataset create(Caller caller, NewDataset input) {
    throw new UnsupportedOperationException();
  }

  public Dataset get(Principal principal, UUID id) {
    throw new UnsupportedOperationException();
  }

  public Dataset byName(Principal principal, UUID projectId, String name) {
    throw new UnsupportedOperationException();
  }

  /** By id, oldest first. */
  public List<Dataset> page(Principal principal, UUID projectId, int limit, UUID afterId) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, Dataset> byIds(Principal principal, Collection<UUID> ids) {
    throw new UnsupportedOperationException();
  }
}
