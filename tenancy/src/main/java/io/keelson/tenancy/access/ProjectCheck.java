package io.keelson.tenancy.access;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import java.util.Set;
import java.util.UUID;

/** Whether projects exist: asked here, answered by the catalog, which owns them. */
public interface ProjectCheck {
  /**
   * @throws NotFound when one of them is no project of the transaction's tenant
   */
  void requireAll(Transaction tx, Set<UUID> projectIds);
}
