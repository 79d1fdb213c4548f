package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
public class Decisions {

  public record DecideModelVersion(UUID id, int expectedVersion, String comment) {}

  public ModelVersion approve(Caller caller, DecideModelVersion input) {
    throw new UnsupportedOperationException();
  }

  public ModelVersion reject(Caller caller, DecideModelVersion input) {
    throw new UnsupportedOperationException();
  }

  public ModelVersion archive(Caller caller, DecideModelVersion input) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, List<Approval>> approvals(
      Principal principal, Collection<UUID> modelVersionIds) {
    throw new UnsupportedOperationException();
  }
}
