package io.keelson.tenancy.invitation;

import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.SystemDatabase;
import io.keelson.tenancy.database.SystemUse;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.grant.Grant;
import io.keelson.tenancy.grant.Grantee;
import io.keelson.tenancy.grant.Grants;
import io.keelson.tenancy.role.CustomRole;
import io.keelson.tenancy.role.CustomRoles;
import io.keelson.tenancy.team.Team;
import io.keelson.tenancy.team.Teams;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Invitations in the database: read as entities, written by the transaction of the mutation. */
@ApplicationScoped
class InvitationRows {
  private static final int MAX_WAITING = 100;
  private static final UUID AFTER_ALL = new UUID(-1L, -1L);
  private static final String BY_IDS =
      "FROM InvitationEntity i WHERE i.tenantId = :tenantId AND i.id IN :ids ORDER BY i.id DESC";
  private static final String PAGE =
      "FROM InvitationEntity i WHERE i.tenantId = :tenantId AND i.id < :before AND %s ORDER BY i.id DESC";

  private final TenantDatabase database;
  private final SystemDatabase system;
  private final Teams teams;
  private final CustomRoles roles;
  private final InstantSource clock;

  InvitationRows(
      TenantDatabase database,
      SystemDatabase system,
      Teams teams,
      CustomRoles roles,
      InstantSource clock) {
    this.database = database;
    this.system = system;
    this.teams = teams;
    this.roles = roles;
    this.clock = clock;
  }

  /** A pending invitation, and where. */
  record Found(UUID tenantId, String tenantSlug, UUID id) {}

  OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  Optional<Found> byToken(byte[] hash, String email) {
    return system.transact(
        SystemUse.INVITATION_LOOKUP,
        tx ->
            tx.one(
                    """
                    SELECT i.tenant_id, t.slug, i.id
                    FROM tenancy.invitation i
                    JOIN tenancy.tenant t ON t.tenant_id = i.tenant_id AND t.status = 'ACTIVE'
                    WHERE i.token_hash = $1 AND i.email = $2
                    """,
                    Buffer.buffer(hash),
                    email)
                .map(
                    row ->
                        new Found(
                            row.getUUID("tenant_id"), row.getString("slug"), row.getUUID("id"))));
  }

  List<Invitation> waitingFor(String email) {
    Map<UUID, List<UUID>> byTenant = new HashMap<>();
    system
        .transact(
            SystemUse.INVITATION_LOOKUP,
            tx ->
                tx.list(
                    row -> row,
                    """
                    SELECT i.tenant_id, i.id
                    FROM tenancy.invitation i
                    JOIN tenancy.tenant t ON t.tenant_id = i.tenant_id AND t.status = 'ACTIVE'
                    WHERE i.email = $1 AND i.status = 'PENDING' AND i.expires_at > $2
                    ORDER BY i.id DESC
                    LIMIT $3
                    """,
                    email,
                    now(),
                    MAX_WAITING))
        .forEach(
            row ->
                byTenant
                    .computeIfAbsent(row.getUUID("tenant_id"), id -> new ArrayList<>())
                    .add(row.getUUID("id")));
    return byTenant.entrySet().stream()
        .flatMap(tenant -> byIds(tenant.getKey(), tenant.getValue()).stream())
        .toList();
  }

  Invitation find(UUID tenantId, UUID id) {
    return byIds(tenantId, List.of(id)).stream()
        .findFirst()
        .orElseThrow(() -> new NotFound("invitation"));
  }

  private List<Invitation> byIds(UUID tenantId, Collection<UUID> ids) {
    return invitations(
        tenantId,
        database.withSession(
            tenantId,
            session ->
                session
                    .createQuery(BY_IDS, InvitationEntity.class)
                    .setParameter("tenantId", tenantId)
                    .setParameter("ids", ids)
                    .getResultList()));
  }

  List<Invitation> page(UUID tenantId, InvitationStatus status, int limit, UUID beforeId) {
    return invitations(
        tenantId,
        database.withSession(
            tenantId,
            session -> {
              var query =
                  session
                      .createQuery(PAGE.formatted(condition(status)), InvitationEntity.class)
                      .setParameter("tenantId", tenantId)
                      .setParameter("before", beforeId == null ? AFTER_ALL : beforeId)
                      .setMaxResults(limit);
              if (status == InvitationStatus.PENDING || status == InvitationStatus.EXPIRED) {
                query.setParameter("now", now());
              }
              return query.getResultList();
            }));
  }

  /** A pending one whose time is over counts as expired. */
  private static String condition(InvitationStatus status) {
    return switch (status) {
      case null -> "1 = 1";
      case PENDING -> "i.status = 'PENDING' AND i.expiresAt > :now";
      case EXPIRED -> "(i.status = 'EXPIRED' OR i.status = 'PENDING' AND i.expiresAt <= :now)";
      case ACCEPTED -> "i.status = 'ACCEPTED'";
      case REVOKED -> "i.status = 'REVOKED'";
    };
  }

  /** What invitations name beside themselves. */
  private record Named(
      String tenantName, Map<UUID, List<Grant>> grants, Map<UUID, Set<UUID>> teamIds) {}

  private List<Invitation> invitations(UUID tenantId, List<InvitationEntity> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    List<UUID> ids = found.stream().map(invitation -> invitation.id).toList();
    Named named = database.transact(tenantId, tx -> named(tx, ids));
    Map<UUID, CustomRole> custom =
        roles.byIds(
            tenantId,
            named.grants().values().stream()
                .flatMap(List::stream)
                .map(Grant::customRoleId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    List<Team> ofAll =
        teams.byIds(
            tenantId,
            named.teamIds().values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    OffsetDateTime now = now();
    return found.stream()
        .map(
            entity ->
                new Invitation(
                    entity.id,
                    tenantId,
                    named.tenantName(),
                    entity.email,
                    named.grants().getOrDefault(entity.id, List.of()),
                    custom,
                    ofAll.stream()
                        .filter(
                            team ->
                                named
                                    .teamIds()
                                    .getOrDefault(entity.id, Set.of())
                                    .contains(team.id()))
                        .toList(),
                    entity.statusAt(now),
                    entity.expiresAt,
                    entity.creator(),
                    entity.createdAt,
                    entity.version))
        .toList();
  }

  private static Named named(Transaction tx, List<UUID> ids) {
    String tenantName =
        tx.one("SELECT name FROM tenancy.tenant WHERE tenant_id = $1", tx.tenantId())
            .orElseThrow()
            .getString("name");
    Map<UUID, Set<UUID>> teamIds = new HashMap<>();
    tx.list(
            row -> row,
            """
            SELECT invitation_id, team_id
            FROM tenancy.invitation_team
            WHERE tenant_id = $1 AND invitation_id = ANY ($2)
            """,
            tx.tenantId(),
            ids.toArray(UUID[]::new))
        .forEach(
            row ->
                teamIds
                    .computeIfAbsent(row.getUUID("invitation_id"), id -> new HashSet<>())
                    .add(row.getUUID("team_id")));
    return new Named(tenantName, Grants.of(tx, Grantee.Kind.INVITATION, ids), teamIds);
  }

  /** Without a token: it gets one when its mail is sent. */
  UUID insert(Transaction tx, Principal giver, String email, Duration life) {
    UUID id = Ids.next();
    OffsetDateTime now = now();
    tx.update(
        """
        INSERT INTO tenancy.invitation
          (tenant_id, id, email, life_s, expires_at, asked_at, giver_person_id, giver_key_id,
           created_by, created_by_kind, created_by_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $6)
        """,
        tx.tenantId(),
        id,
        email,
        life.toSeconds(),
        now.plus(life),
        now,
        giverPerson(giver),
        giver.keyId(),
        giver.label(),
        giver.kind().name(),
        giver.id());
    return id;
  }

  private static UUID giverPerson(Principal giver) {
    return giver.kind() == Principal.Kind.PERSON ? giver.id() : null;
  }

  /** The token so far is worth nothing any more, and a new one comes with the mail. */
  void renew(Transaction tx, Principal giver, UUID id, int expectedVersion) {
    tx.updateOne(
        changed(expectedVersion),
        """
        UPDATE tenancy.invitation
        SET token_hash = NULL, asked_at = $4, expires_at = $4::timestamptz + make_interval(secs => life_s),
            giver_person_id = $5, giver_key_id = $6, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3 AND status = 'PENDING'
        """,
        tx.tenantId(),
        id,
        expectedVersion,
        now(),
        giverPerson(giver),
        giver.keyId());
  }

  /** From PENDING. */
  void end(Transaction tx, UUID id, int expectedVersion, InvitationStatus status) {
    tx.updateOne(
        changed(expectedVersion) + ", or is not pending",
        """
        UPDATE tenancy.invitation
        SET status = $4, token_hash = CASE $4 WHEN 'ACCEPTED' THEN token_hash END, ended_at = $5, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3 AND status = 'PENDING'
        """,
        tx.tenantId(),
        id,
        expectedVersion,
        status.name(),
        now());
  }

  private static String changed(int expectedVersion) {
    return "invitation has changed since version " + expectedVersion;
  }

  /** What nobody accepted in time makes room for another one to the same address. */
  void expire(Transaction tx, String email) {
    tx.update(
        """
        UPDATE tenancy.invitation
        SET status = 'EXPIRED', token_hash = NULL, ended_at = expires_at, version = version + 1
        WHERE tenant_id = $1 AND email = $2 AND status = 'PENDING' AND expires_at <= $3
        """,
        tx.tenantId(),
        email,
        now());
  }

  /**
   * Gives the invitation a new token, if it is still the one of this version and may be accepted:
   * not while the tenant is suspended.
   */
  Optional<Row> renewToken(Transaction tx, UUID id, int version, InvitationToken token) {
    return tx.one(
        """
        UPDATE tenancy.invitation i
        SET token_hash = $4
        FROM tenancy.tenant t
        WHERE i.tenant_id = $1 AND i.id = $2 AND i.version = $3 AND i.status = 'PENDING' AND i.expires_at > $5
          AND t.tenant_id = i.tenant_id AND t.status = 'ACTIVE'
        RETURNING i.email, i.expires_at, i.created_by, t.name
        """,
        tx.tenantId(),
        id,
        version,
        Buffer.buffer(token.hash()),
        now());
  }

  /** The invitation, held until the transaction ends, if it can be accepted with this. */
  Optional<Row> usable(Transaction tx, UUID id, String email, byte[] hash) {
    return tx.one(
        """
        SELECT version, giver_person_id, giver_key_id
        FROM tenancy.invitation
        WHERE tenant_id = $1 AND id = $2 AND email = $3 AND token_hash = $4 AND status = 'PENDING' AND expires_at > $5
        FOR NO KEY UPDATE
        """,
        tx.tenantId(),
        id,
        email,
        Buffer.buffer(hash),
        now());
  }

  Row require(Transaction tx, UUID id) {
    return tx.one(
            "SELECT email, status, expires_at FROM tenancy.invitation WHERE tenant_id = $1 AND id = $2",
            tx.tenantId(),
            id)
        .orElseThrow(() -> new NotFound("invitation"));
  }

  Set<UUID> teamIds(Transaction tx, UUID id) {
    return new HashSet<>(
        tx.list(
            row -> row.getUUID("team_id"),
            "SELECT team_id FROM tenancy.invitation_team WHERE tenant_id = $1 AND invitation_id = $2",
            tx.tenantId(),
            id));
  }

  void requireTeams(Transaction tx, Set<UUID> teamIds) {
    int there =
        tx.list(
                row -> row,
                "SELECT id FROM tenancy.team WHERE tenant_id = $1 AND id = ANY ($2)",
                tx.tenantId(),
                teamIds.toArray(UUID[]::new))
            .size();
    if (there < teamIds.size()) {
      throw new NotFound("team");
    }
  }

  void addTeams(Transaction tx, UUID id, Set<UUID> teamIds) {
    tx.update(
        """
        INSERT INTO tenancy.invitation_team (tenant_id, invitation_id, team_id)
        SELECT $1, $2, team_id FROM unnest($3::uuid[]) AS team_id
        """,
        tx.tenantId(),
        id,
        teamIds.toArray(UUID[]::new));
  }

  boolean isMember(Transaction tx, String email) {
    return tx.one(
            "SELECT 1 FROM tenancy.member WHERE tenant_id = $1 AND lower(email) = $2",
            tx.tenantId(),
            email)
        .isPresent();
  }

  boolean isMember(Transaction tx, UUID personId) {
    return tx.one(
            "SELECT 1 FROM tenancy.member WHERE tenant_id = $1 AND person_id = $2",
            tx.tenantId(),
            personId)
        .isPresent();
  }

  boolean isPending(Transaction tx, String email) {
    return tx.one(
            "SELECT 1 FROM tenancy.invitation WHERE tenant_id = $1 AND email = $2 AND status = 'PENDING'",
            tx.tenantId(),
            email)
        .isPresent();
  }

  /** When a mail to the address was asked for last. */
  Optional<OffsetDateTime> lastMailed(Transaction tx, String email) {
    return tx.one(
            "SELECT max(asked_at) AS last FROM tenancy.invitation WHERE tenant_id = $1 AND email = $2",
            tx.tenantId(),
            email)
        .map(row -> row.getOffsetDateTime("last"));
  }

  /** Those that can be accepted. */
  int pending(Transaction tx) {
    return tx.one(
            """
            SELECT count(*)::int AS pending
            FROM tenancy.invitation
            WHERE tenant_id = $1 AND status = 'PENDING' AND expires_at > $2
            """,
            tx.tenantId(),
            now())
        .orElseThrow()
        .getInteger("pending");
  }
}
