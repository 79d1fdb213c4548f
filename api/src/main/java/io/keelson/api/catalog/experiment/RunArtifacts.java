package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.access.Principal;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
public class RunArtifacts {

  /** What lies directly in the folder; null or empty for the root. */
  public List<Artifact> list(Principal principal, UUID runId, String folder) {
    throw new UnsupportedOperationException();
  }

  /** Signed and short-lived; for an artifact that a list gave to the caller. */
  public URI downloadUrl(Principal principal, Artifact artifact) {
    throw new UnsupportedOperationException();
  }
}
