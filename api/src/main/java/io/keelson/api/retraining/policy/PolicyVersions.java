package io.keelson.api.retraining.policy;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Input;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What policies were, version by version: the newest 100 of each, and all that a run went by. */
@ApplicationScoped
public class PolicyVersions {
  private static final int KEPT = 100;

  private static final String SELECT =
      """
      SELECT w.policy_id, w.version, w.spec, w.set_at, w.set_by, w.set_by_kind, w.set_by_id
      FROM catalog.retraining_policy_version w
      JOIN catalog.retraining_policy p ON p.tenant_id = w.tenant_id AND p.id = w.policy_id
      WHERE w.tenant_id = $1 AND ($2::uuid[] IS NULL OR p.project_id = ANY ($2))\s""";

  private final ProjectAccess access;
  private final CatalogReads reads;

  public PolicyVersions(ProjectAccess access, CatalogReads reads) {
    this.access = access;
    this.reads = reads;
  }

  /** A version of a policy. */
  public record Key(UUID policyId, int version) {}

  /**
   * Those of a policy, newest first; none where the caller may not read it.
   *
   * @param before a version; null for the first page
   */
  public List<PolicyVersion> page(Principal principal, UUID policyId, int limit, Integer before) {
    return reads.list(
        principal,
        PolicyVersions::version,
        SELECT
            + "AND w.policy_id = $3 AND ($4::int IS NULL OR w.version < $4) ORDER BY w.version DESC LIMIT $5",
        access.visibleIfAny(principal, Permission.MODEL_READ),
        policyId,
        before,
        PageLimit.checked(limit));
  }

  /** Those that the caller may read. At most 1,000. */
  public Map<Key, PolicyVersion> byKeys(Principal principal, Collection<Key> keys) {
    Input.size("keys", keys, 0, PageLimit.MAX_BATCH_IDS);
    Map<Key, PolicyVersion> found = new HashMap<>();
    reads
        .list(
            principal,
            row ->
                Map.entry(
                    new Key(row.getUUID("policy_id"), row.getInteger("version")), version(row)),
            SELECT
                + "AND (w.policy_id, w.version) IN (SELECT * FROM unnest($3::uuid[], $4::int[]))",
            access.visibleIfAny(principal, Permission.MODEL_READ),
            keys.stream().map(Key::policyId).toArray(UUID[]::new),
            keys.stream().map(Key::version).toArray(Integer[]::new))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static PolicyVersion version(Row row) {
    return new PolicyVersion(
        row.getInteger("version"),
        PolicyJson.read(row.getJsonObject("spec")),
        row.getOffsetDateTime("set_at"),
        row.getString("set_by") == null ? null : Actor.of(row, "set_by"));
  }

  /** As the policy stands, which is locked. Then the oldest go that no run went by. */
  public static void keep(Transaction tx, UUID policyId) {
    tx.update(
        """
        INSERT INTO catalog.retraining_policy_version
          (tenant_id, policy_id, version, spec, set_at, set_by, set_by_kind, set_by_id)
        SELECT tenant_id, id, version, spec, set_at, set_by, set_by_kind, set_by_id
        FROM catalog.retraining_policy
        WHERE tenant_id = $1 AND id = $2
        ON CONFLICT (tenant_id, policy_id, version) DO NOTHING
        """,
        tx.tenantId(),
        policyId);
    removeOld(tx, policyId);
  }

  /** The policy is locked: new runs go by the newest. */
  public static void removeOld(Transaction tx, UUID policyId) {
    tx.update(
        """
        DELETE FROM catalog.retraining_policy_version w
        WHERE w.tenant_id = $1 AND w.policy_id = $2
          AND w.version <= (
            SELECT p.version FROM catalog.retraining_policy p WHERE p.tenant_id = $1 AND p.id = $2) - $3
          AND NOT EXISTS (
            SELECT 1
            FROM catalog.retraining_run r
            WHERE r.tenant_id = $1 AND r.policy_id = $2 AND r.policy_version = w.version)
        """,
        tx.tenantId(),
        policyId,
        KEPT);
  }
}
