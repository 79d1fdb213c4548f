package io.keelson.tenancy.team;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.QuotaExceeded;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Teams in the database: read as entities, written by the transaction of the mutation. */
final class TeamRows {
  static final int MAX_MEMBERS = 500;
  private static final int MAX_TEAMS = 500;
  private static final int MAX_TEAMS_OF_A_MEMBER = 100;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private static final String PAGE =
      "FROM TeamEntity t WHERE t.tenantId = :tenantId AND t.id > :after ORDER BY t.id";
  private static final String BY_IDS =
      "FROM TeamEntity t WHERE t.tenantId = :tenantId AND t.id IN :ids ORDER BY t.name, t.id";

  private final TenantDatabase database;
  private final InstantSource clock;

  TeamRows(TenantDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  List<Team> page(UUID tenantId, int limit, UUID afterId) {
    return teams(
        tenantId,
        database.withSession(
            tenantId,
            session ->
                session
                    .createQuery(PAGE, TeamEntity.class)
                    .setParameter("tenantId", tenantId)
                    .setParameter("after", afterId == null ? BEFORE_ALL : afterId)
                    .setMaxResults(limit)
                    .getResultList()));
  }

  List<Team> byIds(UUID tenantId, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return teams(
        tenantId,
        database.withSession(
            tenantId,
            session ->
                session
                    .createQuery(BY_IDS, TeamEntity.class)
                    .setParameter("tenantId", tenantId)
                    .setParameter("ids", ids)
                    .getResultList()));
  }

  private List<Team> teams(UUID tenantId, List<TeamEntity> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    Map<UUID, List<Grant>> grants =
        database.transact(
            tenantId,
            tx -> Grants.of(tx, Grantee.Kind.TEAM, found.stream().map(team -> team.id).toList()));
    return found.stream().map(team -> team.team(grants.getOrDefault(team.id, List.of()))).toList();
  }

  Map<UUID, List<Team>> ofMembers(UUID tenantId, Set<UUID> memberIds) {
    Map<UUID, Set<UUID>> teamIds = new HashMap<>();
    if (!memberIds.isEmpty()) {
      database
          .read(
              tenantId,
              "SELECT member_id, team_id FROM tenancy.team_member WHERE tenant_id = $1 AND member_id = ANY ($2)",
              tenantId,
              memberIds.toArray(UUID[]::new))
          .forEach(
              row ->
                  teamIds
                      .computeIfAbsent(row.getUUID("member_id"), id -> new HashSet<>())
                      .add(row.getUUID("team_id")));
    }
    Set<UUID> all = teamIds.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    List<Team> teams = byIds(tenantId, all);
    Map<UUID, List<Team>> found = new HashMap<>();
    teamIds.forEach(
        (member, ids) -> {
          List<Team> theirs = new ArrayList<>(teams);
          theirs.removeIf(team -> !ids.contains(team.id()));
          found.put(member, theirs);
        });
    return found;
  }

  /**
   * @throws QuotaExceeded beyond 500 teams
   */
  UUID insert(Transaction tx, Principal creator, String name, String description) {
    int there = count(tx, "SELECT count(*)::int AS n FROM tenancy.team WHERE tenant_id = $1");
    if (there >= MAX_TEAMS) {
      throw new QuotaExceeded("teams", MAX_TEAMS, there, 1);
    }
    UUID id = Ids.next();
    tx.update(
        """
        INSERT INTO tenancy.team
          (tenant_id, id, name, description, created_by, created_by_kind, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        tx.tenantId(),
        id,
        name,
        description,
        creator.label(),
        creator.kind().name(),
        creator.id(),
        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    return id;
  }

  /**
   * @throws NotFound when there is no such team
   */
  void requireThere(Transaction tx, UUID id) {
    boolean there =
        tx.one("SELECT 1 FROM tenancy.team WHERE tenant_id = $1 AND id = $2", tx.tenantId(), id)
            .isPresent();
    if (!there) {
      throw new NotFound("team");
    }
  }

  Set<UUID> memberIds(Transaction tx, UUID id) {
    return new HashSet<>(
        tx.list(
            row -> row.getUUID("member_id"),
            "SELECT member_id FROM tenancy.team_member WHERE tenant_id = $1 AND team_id = $2",
            tx.tenantId(),
            id));
  }

  /**
   * @throws NotFound when there is no such member
   * @throws QuotaExceeded beyond 100 teams of a member, and 500 members of the team
   */
  void addMembers(Transaction tx, UUID id, Set<UUID> memberIds) {
    if (memberIds.isEmpty()) {
      return;
    }
    UUID[] ids = memberIds.toArray(UUID[]::new);
    int added =
        tx.update(
            """
            INSERT INTO tenancy.team_member (tenant_id, team_id, member_id)
            SELECT m.tenant_id, $2, m.id
            FROM tenancy.member m
            WHERE m.tenant_id = $1 AND m.id = ANY ($3)
            """,
            tx.tenantId(),
            id,
            ids);
    if (added < ids.length) {
      throw new NotFound("member");
    }
    int members =
        count(
            tx,
            "SELECT count(*)::int AS n FROM tenancy.team_member WHERE tenant_id = $1 AND team_id = $2",
            id);
    if (members > MAX_MEMBERS) {
      throw new QuotaExceeded("members of a team", MAX_MEMBERS, members - added, added);
    }
    int most =
        count(
            tx,
            """
            SELECT coalesce(max(teams), 0)::int AS n
            FROM (
              SELECT count(*) AS teams
              FROM tenancy.team_member
              WHERE tenant_id = $1 AND member_id = ANY ($2)
              GROUP BY member_id) AS of_member
            """,
            (Object) ids);
    if (most > MAX_TEAMS_OF_A_MEMBER) {
      throw new QuotaExceeded("teams of a member", MAX_TEAMS_OF_A_MEMBER, most - 1, 1);
    }
  }

  /** Of these teams, those that are still there. */
  void addTo(Transaction tx, Collection<UUID> teamIds, UUID memberId) {
    for (UUID team : teamIds) {
      int there =
          tx.update(
              "UPDATE tenancy.team SET version = version + 1 WHERE tenant_id = $1 AND id = $2",
              tx.tenantId(),
              team);
      if (there == 1) {
        addMembers(tx, team, Set.of(memberId));
      }
    }
  }

  void removeMembers(Transaction tx, UUID id, Set<UUID> memberIds) {
    tx.update(
        "DELETE FROM tenancy.team_member WHERE tenant_id = $1 AND team_id = $2 AND member_id = ANY ($3)",
        tx.tenantId(),
        id,
        memberIds.toArray(UUID[]::new));
  }

  void touch(Transaction tx, UUID id, int expectedVersion) {
    update(tx, id, expectedVersion, null, null);
  }

  /** Null leaves a value as it is. */
  void update(Transaction tx, UUID id, int expectedVersion, String name, String description) {
    tx.updateOne(
        changed(expectedVersion),
        """
        UPDATE tenancy.team
        SET name = coalesce($4, name), description = coalesce($5, description), version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        """,
        tx.tenantId(),
        id,
        expectedVersion,
        name,
        description);
  }

  void delete(Transaction tx, UUID id, int expectedVersion) {
    tx.updateOne(
        changed(expectedVersion),
        "DELETE FROM tenancy.team WHERE tenant_id = $1 AND id = $2 AND version = $3",
        tx.tenantId(),
        id,
        expectedVersion);
  }

  private static String changed(int expectedVersion) {
    return "team has changed since version " + expectedVersion;
  }

  private static int count(Transaction tx, String sql, Object... more) {
    Object[] params = new Object[more.length + 1];
    params[0] = tx.tenantId();
    System.arraycopy(more, 0, params, 1, more.length);
    return tx.one(sql, params).orElseThrow().getInteger("n");
  }
}
