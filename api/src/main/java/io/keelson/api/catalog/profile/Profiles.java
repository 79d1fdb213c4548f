package io.keelson.api.catalog.profile;

import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
public class Profiles {

  public Optional<DatasetProfile> get(Principal principal, UUID datasetVersionId) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, DatasetProfile> byVersionIds(
      Principal principal, Collection<UUID> datasetVersionIds) {
    throw new UnsupportedOperationException();
  }
}
