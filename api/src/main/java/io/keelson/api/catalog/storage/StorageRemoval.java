package io.keelson.api.catalog.storage;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import io.keelson.tenancy.removal.ProjectRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * What a project has stored: it is billed up to when the last file went, and the objects are
 * collected once nothing names them.
 */
@ApplicationScoped
public class StorageRemoval implements ProjectRemoval {
  private static final List<ProjectRows> ROWS =
      List.of(
          ProjectRows.of("catalog.storage_change"),
          ProjectRows.of("catalog.storage_object"),
          ProjectRows.of("catalog.storage_meter"));

  private final StorageMeter meter;

  public StorageRemoval(StorageMeter meter) {
    this.meter = meter;
  }

  @Override
  public Turn turn() {
    return Turn.STORAGE;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return meter.settle(tx, projectId) ? 1 : ProjectRows.remove(tx, projectId, limit, ROWS);
  }
}
