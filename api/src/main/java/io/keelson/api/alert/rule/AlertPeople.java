package io.keelson.api.alert.rule;

import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.PermissionHolders;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The people whom a rule's alerts concern. */
final class AlertPeople {
  /** Of a tenant, who are looked at for what they may read. */
  private static final int MAX_READERS = 10_000;

  /** Whom one alert tells: first the author and whom channels mail, then those named. */
  private static final int MAX_TOLD = 200;

  private AlertPeople() {}

  /**
   * @param before whom the rule names already: they may have lost their access since, and are told
   *     of nothing meanwhile
   * @throws NotFound when one of them is no member, or no team, of the tenant
   * @throws Invalid when a member whom it did not name may not see its alerts
   */
  static void require(
      Transaction tx, UUID projectId, AlertRuleKind kind, AlertRoute route, List<UUID> before) {
    Set<UUID> members = accounts(tx, route.memberIds());
    if (members.size() != route.memberIds().size()) {
      throw new NotFound("member");
    }
    long teams =
        tx.one(
                "SELECT count(*) AS found FROM tenancy.team WHERE tenant_id = $1 AND id = ANY ($2)",
                tx.tenantId(),
                route.teamIds().toArray(UUID[]::new))
            .orElseThrow()
            .getLong("found");
    if (teams != route.teamIds().size()) {
      throw new NotFound("team");
    }
    members.removeAll(accounts(tx, before));
    if (!members.isEmpty() && !readers(tx, projectId, kind).containsAll(members)) {
      throw new Invalid(
          "input.memberIds",
          "a member without access",
          "members who have %s and %s in the project"
              .formatted(Permission.ALERT_READ, kind.reads()));
    }
  }

  private static Set<UUID> accounts(Transaction tx, List<UUID> memberIds) {
    return new HashSet<>(
        tx.list(
            row -> row.getUUID("person_id"),
            "SELECT person_id FROM tenancy.member WHERE tenant_id = $1 AND id = ANY ($2)",
            tx.tenantId(),
            memberIds.toArray(UUID[]::new)));
  }

  /** Who sees an alert of this kind: the alert itself, and what it is about. */
  private static Set<UUID> readers(Transaction tx, UUID projectId, AlertRuleKind kind) {
    Set<UUID> readers = new HashSet<>(holders(tx, kind.reads(), projectId));
    readers.retainAll(holders(tx, Permission.ALERT_READ, projectId));
    return readers;
  }

  private static Set<UUID> holders(Transaction tx, Permission permission, UUID projectId) {
    return new HashSet<>(PermissionHolders.people(tx, permission, projectId, MAX_READERS));
  }

  /**
   * Who made the rule, the members whom its channels mail, those whom it names and those of the
   * teams that it names, as they are now: of the last two, who may read what it is about.
   */
  static List<String> of(Transaction tx, AlertRule rule) {
    AlertRoute route = rule.route();
    Set<UUID> people = new LinkedHashSet<>();
    if (rule.createdBy().kind() == Principal.Kind.PERSON && rule.createdBy().id() != null) {
      people.add(rule.createdBy().id());
    }
    people.addAll(mailed(tx, route));
    if (!route.memberIds().isEmpty() || !route.teamIds().isEmpty()) {
      Set<UUID> named = new TreeSet<>(named(tx, route));
      named.retainAll(readers(tx, rule.projectId(), rule.condition().kind()));
      people.addAll(named);
    }
    return people.stream().limit(MAX_TOLD).map(UUID::toString).toList();
  }

  private static List<UUID> named(Transaction tx, AlertRoute route) {
    return tx.list(
        row -> row.getUUID("person_id"),
        """
        SELECT m.person_id
        FROM tenancy.member m
        WHERE m.tenant_id = $1 AND (m.id = ANY ($2) OR EXISTS (
          SELECT 1
          FROM tenancy.team_member t
          WHERE t.tenant_id = $1 AND t.member_id = m.id AND t.team_id = ANY ($3)))
        """,
        tx.tenantId(),
        route.memberIds().toArray(UUID[]::new),
        route.teamIds().toArray(UUID[]::new));
  }

  private static List<UUID> mailed(Transaction tx, AlertRoute route) {
    return tx.list(
        row -> row.getUUID("person_id"),
        """
        SELECT DISTINCT m.person_id
        FROM catalog.alert_channel c
        JOIN tenancy.member m ON m.tenant_id = c.tenant_id AND m.id = ANY (c.member_ids)
        WHERE c.tenant_id = $1 AND c.id = ANY ($2) AND c.deleted_at IS NULL
        """,
        tx.tenantId(),
        route.channelIds().toArray(UUID[]::new));
  }
}
