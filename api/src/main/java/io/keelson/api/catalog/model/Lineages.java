package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class Lineages {

  /**
   * @param depth how many steps back, 1 to 10
   */
  public Lineage of(Principal principal, UUID modelVersionId, int depth) {
    throw new UnsupportedOperationException();
  }
}
