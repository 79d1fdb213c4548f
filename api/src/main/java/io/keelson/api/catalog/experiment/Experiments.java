package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
public class Experiments {

  public record NewExperiment(UUID projectId, String name, List<Tag> tags) {}

  public Experiment create(Caller caller, NewExperiment input) {
    throw new UnsupportedOperationException();
  }

  public Experiment get(Principal principal, UUID id) {
    throw new UnsupportedOperationException();
  }

  public Experiment byName(Principal principal, UUID projectId, String name) {
    throw new UnsupportedOperationException();
  }

  /** By id, oldest first. */
  public List<Experiment> page(Principal principal, UUID projectId, int limit, UUID afterId) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, Experiment> byIds(Principal principal, Collection<UUID> ids) {
    throw new UnsupportedOperationException();
  }
}
