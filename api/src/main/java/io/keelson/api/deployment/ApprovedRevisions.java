package io.keelson.api.deployment;

import io.keelson.api.catalog.model.ModelVersions;
import io.keelson.serving.endpoint.Revision;
import io.keelson.serving.endpoint.RevisionGate;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Only what is APPROVED now comes to an endpoint, also by itself. */
@ApplicationScoped
public class ApprovedRevisions implements RevisionGate {
  private final ModelVersions versions;

  ApprovedRevisions(ModelVersions versions) {
    this.versions = versions;
  }

  @Override
  public Optional<String> refusal(Transaction tx, Revision revision) {
    return versions.notDeployable(tx, revision.modelVersionId());
  }
}
