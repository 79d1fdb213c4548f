package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
public class Models {

  public record SetAlias(UUID modelId, String alias, UUID modelVersionId, UUID expectedTargetId) {}

  public RegisteredModel get(Principal principal, UUID id) {
    throw new UnsupportedOperationException();
  }

  public RegisteredModel byName(Principal principal, UUID projectId, String name) {
    throw new UnsupportedOperationException();
  }

  /** By id, oldest first. */
  public List<RegisteredModel> page(Principal principal, UUID projectId, int limit, UUID afterId) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, RegisteredModel> byIds(Principal principal, Collection<UUID> ids) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, List<ModelAlias>> aliases(Principal principal, Collection<UUID> modelIds) {
    throw new UnsupportedOperationException();
  }

  public ModelAlias setAlias(Caller caller, SetAlias input) {
    throw new UnsupportedOperationException();
  }
}
