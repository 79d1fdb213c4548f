package io.keelson.tenancy.apikey;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.removal.ProjectRemoval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Keys that work in a project: the others lose it, and what works nowhere else is revoked. Such a
 * key keeps its project, since none would mean the whole tenant.
 */
@ApplicationScoped
public class ApiKeyRemoval implements ProjectRemoval {
  private final InstantSource clock;

  public ApiKeyRemoval(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Turn turn() {
    return Turn.RIGHTS;
  }

  @Override
  public int remove(Transaction tx, UUID projectId, int limit) {
    return tx.update(
        """
        UPDATE tenancy.api_key
        SET revoked_at = CASE WHEN cardinality(project_ids) = 1 THEN coalesce(revoked_at, $3) ELSE revoked_at END,
          project_ids = CASE WHEN cardinality(project_ids) = 1 THEN project_ids ELSE array_remove(project_ids, $2) END
        WHERE tenant_id = $1 AND id = ANY (ARRAY(
          SELECT id
          FROM tenancy.api_key
          WHERE tenant_id = $1 AND $2 = ANY (project_ids) AND (cardinality(project_ids) > 1 OR revoked_at IS NULL)
          LIMIT $4))
        """,
        tx.tenantId(),
        projectId,
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
        limit);
  }
}
