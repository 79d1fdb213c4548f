package io.keelson.api.catalog.dataset;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
public class DatasetFiles {

  public record StartUpload(UUID datasetVersionId, String path, long sizeBytes, String sha256) {}

  public DatasetUpload startUpload(Caller caller, StartUpload input) {
    throw new UnsupportedOperationException();
  }

  /** By id, first added first. */
  public List<DatasetFile> page(
      Principal principal, UUID datasetVersionId, int limit, UUID afterId) {
    throw new UnsupportedOperationException();
  }

  /** All files of a version that is SEALED or VALIDATED, by path: the inputs of a job. */
  public List<DatasetFile> inputs(Transaction tx, Principal principal, UUID datasetVersionId) {
    throw new UnsupportedOperationException();
  }

  /** Signed and short-lived; for a file that a page gave to the caller. */
  public URI downloadUrl(Principal principal, DatasetFile file) {
    throw new UnsupportedOperationException();
  }
}
