package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
public class ModelVersions {

  public record RegisterModelVersion(
      UUID projectId, String modelName, UUID runId, String artifactPath) {}

  public ModelVersion register(Caller caller, RegisterModelVersion input) {
    throw new UnsupportedOperationException();
  }

  public ModelVersion get(Principal principal, UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Newest first. */
  public List<ModelVersion> page(Principal principal, UUID modelId, int limit, UUID beforeId) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, ModelVersion> byIds(Principal principal, Collection<UUID> ids) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, List<ModelVersion>> ofRuns(Principal principal, Collection<UUID> runIds) {
    throw new UnsupportedOperationException();
  }

  public List<ModelFile> files(Principal principal, UUID id) {
    throw new UnsupportedOperationException();
  }

  /** What a deployment needs of an APPROVED version. */
  public record Deployable(ModelVersion version, List<ModelFile> files) {}

  /** Inside the transaction of the deployment; needs MODEL_READ, and Conflict unless APPROVED. */
  public Deployable requireDeployable(Transaction tx, Principal principal, UUID id) {
    throw new UnsupportedOperationException();
  }
}
