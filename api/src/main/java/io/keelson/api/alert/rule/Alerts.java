package io.keelson.api.alert.rule;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.HeldPermissions;
import io.keelson.api.catalog.project.PageLimit;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Alerts of projects, for those who may read them and what their rule is about. */
@ApplicationScoped
public class Alerts {
  /** Of one project or rule that are shown. */
  public static final int MAX_SHOWN = 100;

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final InstantSource clock;

  public Alerts(
      Mutations mutations, ProjectAccess access, CatalogReads reads, InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * Says that the caller has it in hand.
   *
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without ALERT_WRITE in its project, or what its rule's kind is read with
   * @throws Conflict when it has another version, is over, or somebody has acknowledged it
   */
  public Alert acknowledge(Caller caller, UUID id, int expectedVersion) {
    Input.present("id", id);
    record Wanted(UUID id, int expectedVersion) {}
    Principal principal = caller.principal();
    UUID acknowledged =
        mutations.run(
            caller,
            "acknowledgeAlert",
            new Wanted(id, expectedVersion),
            tx -> {
              Alert alert =
                  tx.one(
                          AlertRows.SELECT + "AND a.id = $2 FOR NO KEY UPDATE OF a",
                          tx.tenantId(),
                          id)
                      .map(AlertRows::alert)
                      .orElseThrow(() -> new NotFound(AlertRows.WHAT));
              require(principal, Permission.ALERT_WRITE, alert);
              if (alert.version() != expectedVersion) {
                throw new Conflict("alert has changed since version " + expectedVersion);
              }
              if (alert.status().isOver() || alert.acknowledgedBy() != null) {
                throw new Conflict("alert is over, or somebody has it in hand");
              }
              tx.update(
                  """
                  UPDATE catalog.alert
                  SET acknowledged_at = $3, acknowledged_by = $4, acknowledged_by_kind = $5, acknowledged_by_id = $6,
                    version = version + 1
                  WHERE tenant_id = $1 AND id = $2
                  """,
                  tx.tenantId(),
                  id,
                  OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                  principal.label(),
                  principal.kind().name(),
                  principal.id());
              return Changed.of(AlertRows.WHAT, id, alert.projectId());
            });
    return read(principal, Permission.ALERT_WRITE, acknowledged);
  }

  private void require(Principal principal, Permission permission, Alert alert) {
    access.require(principal, permission, alert.projectId(), AlertRows.WHAT);
    access.require(principal, alert.kind().reads(), alert.projectId(), AlertRows.WHAT);
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden without ALERT_READ in its project, or what its rule's kind is read with
   */
  public Alert get(Principal principal, UUID id) {
    return read(principal, Permission.ALERT_READ, id);
  }

  private Alert read(Principal principal, Permission permission, UUID id) {
    Alert alert =
        reads.one(
            principal, AlertRows.WHAT, AlertRows::alert, AlertRows.SELECT + "AND a.id = $2", id);
    require(principal, permission, alert);
    return alert;
  }

  /** Those of these that the caller may see; at most 1,000 ids. */
  public Map<UUID, Alert> byIds(Principal principal, Collection<UUID> ids) {
    Input.size("ids", ids, 0, PageLimit.MAX_BATCH_IDS);
    Map<UUID, Alert> found = new HashMap<>();
    reads
        .list(
            principal,
            AlertRows::alert,
            AlertRows.SELECT
                + "AND a.id = ANY ($2) AND ($3::uuid[] IS NULL OR a.project_id = ANY ($3))",
            ids.toArray(UUID[]::new),
            access.visibleIfAny(principal, Permission.ALERT_READ))
        .stream()
        .filter(alert -> principal.may(alert.kind().reads(), alert.projectId()))
        .forEach(alert -> found.put(alert.id(), alert));
    return found;
  }

  /**
   * Of each project, of those that the caller may read, what goes on, then the newest; at most 100.
   */
  public Map<UUID, List<Alert>> byProjectIds(Principal principal, Collection<UUID> projectIds) {
    Input.size("projectIds", projectIds, 0, PageLimit.MAX_BATCH_IDS);
    return newest(
        principal, "project_id", projectIds, access.visible(principal, Permission.ALERT_READ));
  }

  /** The same of each rule. */
  public Map<UUID, List<Alert>> byRuleIds(Principal principal, Collection<UUID> ruleIds) {
    Input.size("ruleIds", ruleIds, 0, PageLimit.MAX_BATCH_IDS);
    return newest(
        principal, "rule_id", ruleIds, access.visibleIfAny(principal, Permission.ALERT_READ));
  }

  private Map<UUID, List<Alert>> newest(
      Principal principal, String key, Collection<UUID> ids, UUID[] visible) {
    HeldPermissions held = HeldPermissions.of(principal);
    String those =
        "%s AND a.%s = l.id AND ($3::uuid[] IS NULL OR a.project_id = ANY ($3)) AND %s"
            .formatted(
                AlertRows.SELECT,
                key,
                HeldPermissions.condition(AlertRows.READS, "a.project_id", 5));
    return reads.grouped(
        principal,
        key,
        AlertRows::alert,
        """
        SELECT newest.*
        FROM unnest($2::uuid[]) AS l (id)
        CROSS JOIN LATERAL (
          SELECT either.*
          FROM (
            (%1$s AND a.ended_at IS NULL ORDER BY a.id DESC LIMIT $4)
            UNION ALL
            (%1$s AND a.ended_at IS NOT NULL ORDER BY a.id DESC LIMIT $4)) AS either
          ORDER BY either.ended_at IS NULL DESC, either.id DESC
          LIMIT $4
        ) AS newest
        ORDER BY newest.ended_at IS NULL DESC, newest.id DESC
        """
            .formatted(those),
        ids.toArray(UUID[]::new),
        visible,
        MAX_SHOWN,
        held.everywhere(),
        held.projects(),
        held.inProjects());
  }

  /** How these rules, which the caller has read, stand; those that are OK are left out. */
  public Map<UUID, AlertStatus> statuses(Principal principal, Collection<UUID> ruleIds) {
    Map<UUID, AlertStatus> statuses = new HashMap<>();
    reads
        .grouped(
            principal,
            "rule_id",
            row -> AlertStatus.valueOf(row.getString("status")),
            """
            SELECT r.id AS rule_id, coalesce(a.status, 'NO_DATA') AS status
            FROM catalog.alert_rule r
            LEFT JOIN catalog.alert a ON a.tenant_id = r.tenant_id AND a.rule_id = r.id AND a.ended_at IS NULL
            WHERE r.tenant_id = $1 AND r.id = ANY ($2) AND (a.id IS NOT NULL OR r.without_data)
            """,
            (Object) ruleIds.toArray(UUID[]::new))
        .forEach((ruleId, found) -> statuses.put(ruleId, found.getFirst()));
    return statuses;
  }

  /** What each of these alerts, which the caller has read, went through; at most 100 each. */
  public Map<UUID, List<Alert.Change>> changes(Principal principal, Collection<UUID> alertIds) {
    return reads.grouped(
        principal,
        "alert_id",
        AlertRows::change,
        """
        SELECT alert_id, status, at, value, evidence
        FROM catalog.alert_change
        WHERE tenant_id = $1 AND alert_id = ANY ($2)
        ORDER BY alert_id, number
        """,
        (Object) alertIds.toArray(UUID[]::new));
  }
}
