package io.keelson.api.catalog.experiment;

import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

@ApplicationScoped
public class Runs {

  /**
   * @param datasetVersionIds sealed versions that the run reads
   */
  public record NewRun(
      UUID experimentId,
      String name,
      List<Tag> params,
      List<Tag> tags,
      List<UUID> datasetVersionIds,
      UUID parentId) {}

  /** A run whose job is somebody else's affair: RUNNING at once. */
  public Run create(Caller caller, NewRun input) {
    throw new UnsupportedOperationException();
  }

  /**
   * A run for a job that is submitted in the same transaction: SCHEDULED. The caller has been
   * authorised; returns its project.
   */
  public UUID schedule(Transaction tx, Principal principal, UUID runId, UUID jobId, NewRun input) {
    throw new UnsupportedOperationException();
  }

  public Run finish(Caller caller, UUID id, RunStatus status) {
    throw new UnsupportedOperationException();
  }

  public Run get(Principal principal, UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Newest first; no statuses for all. */
  public List<Run> page(
      Principal principal, UUID experimentId, Set<RunStatus> statuses, int limit, UUID beforeId) {
    throw new UnsupportedOperationException();
  }

  public Map<UUID, Run> byIds(Principal principal, Collection<UUID> ids) {
    throw new UnsupportedOperationException();
  }

  /** By job. */
  public Map<UUID, Run> byJobIds(Principal principal, Collection<UUID> jobIds) {
    throw new UnsupportedOperationException();
  }
}
