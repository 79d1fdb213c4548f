package io.keelson.tenancy.access;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.NotFound;
import java.util.Set;
import java.util.UUID;

/**
 * Whether projects are there to be changed: asked here, answered by the catalog, which owns them.
 */
public interface ProjectCheck {
  /**
   * Until the transaction ends, nobody begins to remove one of them.
   *
   * @throws NotFound when one of them is no project of the transaction's tenant
   * @throws Conflict when one of them is being removed
   */
  void requireAll(Transaction tx, Set<UUID> projectIds);
}
