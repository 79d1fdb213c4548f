package io.keelson.api.catalog.collection;

import io.keelson.api.catalog.dataset.Datasets;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import java.util.UUID;

/** Data sets that take what breaks the schema of a collector, named after its own. */
final class DeadLetterDatasets {
  private static final String SUFFIX = " dead letters";
  private final Datasets datasets;

  DeadLetterDatasets(Datasets datasets) {
    this.datasets = datasets;
  }

  /**
   * The one of this name in the project, if need be a new one: an earlier collector had it.
   *
   * @param name of the data set that is collected
   */
  UUID of(Transaction tx, Principal principal, UUID projectId, String name) {
    String own = name(name);
    return tx.one(
            "SELECT id FROM catalog.dataset WHERE tenant_id = $1 AND project_id = $2 AND name = $3",
            tx.tenantId(),
            projectId,
            own)
        .map(row -> row.getUUID("id"))
        .orElseGet(
            () ->
                datasets.insert(
                    tx,
                    principal.actor(),
                    Ids.next(),
                    projectId,
                    own,
                    "Events that broke the schema of what is collected."));
  }

  private static String name(String name) {
    int room = Input.MAX_NAME_CHARACTERS - SUFFIX.length();
    return name.substring(0, Math.min(room, name.length())).strip() + SUFFIX;
  }
}
