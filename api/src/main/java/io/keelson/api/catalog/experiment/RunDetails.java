package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
public class RunDetails {

  public Map<UUID, List<Tag>> params(Principal principal, Collection<UUID> runIds) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, List<Tag>> tags(Principal principal, Collection<UUID> runIds) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, List<RunDataset>> datasets(Principal principal, Collection<UUID> runIds) {
    throw new UnsupportedOperationException();
  }

  /** Ids of the runs that read the version, newest first. */
  public Map<UUID, List<UUID>> runsReading(
      Principal principal, Collection<UUID> datasetVersionIds) {
    throw new UnsupportedOperationException();
  }

  public RunComparison compare(Principal principal, List<UUID> runIds) {
    throw new UnsupportedOperationException();
  }
}
