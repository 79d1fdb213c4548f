package io.keelson.api.catalog.model;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who stands behind a caller: an API key counts as the person who made it, even over several keys.
 */
final class Authors {
  private static final String KEY_PREFIX = "key:";

  private Authors() {}

  /** The labels of the people behind the caller; where there are none, the caller's own. */
  static Set<String> behind(Transaction tx, Principal principal) {
    if (principal.kind() != Principal.Kind.API_KEY) {
      return Set.of(principal.label());
    }
    Set<String> people =
        new LinkedHashSet<>(
            tx.list(
                row -> row.getString("label"),
                """
                WITH RECURSIVE behind (label) AS (
                  SELECT created_by
                  FROM tenancy.api_key
                  WHERE tenant_id = $1 AND id = $2
                  UNION
                  SELECT k.created_by
                  FROM behind b
                  JOIN tenancy.api_key k ON k.tenant_id = $1 AND $3 || k.name = b.label
                )
                SELECT label
                FROM behind
                WHERE NOT starts_with(label, $3)
                ORDER BY label
                """,
                tx.tenantId(),
                principal.id(),
                KEY_PREFIX));
    return people.isEmpty() ? Set.of(principal.label()) : people;
  }
}
