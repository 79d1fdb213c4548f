package io.keelson.tenancy.access;

import io.keelson.tenancy.database.Transaction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** People and keys as the database has them, with what they may do. */
final class PrincipalRows {
  /** What the member {@code m} holds themselves and through teams. */
  private static final String OF_MEMBER =
      """
      SELECT own.role, own.custom_role_id, own.project_id
      FROM tenancy.role_grant own
      WHERE own.tenant_id = m.tenant_id AND own.member_id = m.id
      UNION
      SELECT theirs.role, theirs.custom_role_id, theirs.project_id
      FROM tenancy.team_member tm
      JOIN tenancy.role_grant theirs ON theirs.tenant_id = tm.tenant_id AND theirs.team_id = tm.team_id
      WHERE tm.tenant_id = m.tenant_id AND tm.member_id = m.id
      """;

  /**
   * A key with the grants of the account that it belongs to or that stands behind it or, where
   * there is none, of the person who does.
   */
  static final String KEY =
      """
      SELECT k.tenant_id, k.id, k.name, k.permissions, k.project_ids, k.last_used_at, t.slug, t.trusted_documents_only,
        k.person_id, k.first_maker_id, coalesce(m.username, 'key:' || k.name) AS person_name, k.service_account_id, a.name AS account_name,
        num_nonnulls(k.person_id, k.behind_account_id) > 0 AS is_bounded, held.grants
      FROM tenancy.api_key k
      JOIN tenancy.tenant t ON t.tenant_id = k.tenant_id
      LEFT JOIN tenancy.member m ON m.tenant_id = k.tenant_id AND m.person_id = k.person_id
      LEFT JOIN tenancy.service_account a ON a.tenant_id = k.tenant_id AND a.id = k.service_account_id
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object(
          'role', g.role, 'permissions', to_jsonb(r.permissions), 'project', g.project_id)) AS grants
        FROM (
          SELECT accounts.role, accounts.custom_role_id, accounts.project_id
          FROM tenancy.role_grant accounts
          WHERE accounts.tenant_id = k.tenant_id
            AND accounts.service_account_id = coalesce(k.service_account_id, k.behind_account_id)
          UNION ALL
          SELECT persons.role, persons.custom_role_id, persons.project_id
          FROM (
      """
          + OF_MEMBER
          + """
          ) persons
          WHERE num_nonnulls(k.service_account_id, k.behind_account_id) = 0
        ) g
        LEFT JOIN tenancy.custom_role r ON r.tenant_id = k.tenant_id AND r.id = g.custom_role_id
      ) held ON true
      """;

  /**
   * Whoever stands behind the key is not lost to their identity provider, if anybody has to be
   * there.
   */
  static final String PERSON_COUNTS =
      """
       AND (m.lost_at IS NULL OR k.service_account_id IS NOT NULL)
      """;

  /** With the present time as the second parameter. */
  static final String KEY_COUNTS =
      """
      k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2) AND t.status = 'ACTIVE'
      """;

  /** {@link #OF_MEMBER}, a row for each grant. */
  static final String GRANTS =
      "LEFT JOIN LATERAL (\n"
          + OF_MEMBER
          + """
          ) g ON true
          LEFT JOIN tenancy.custom_role r ON r.tenant_id = m.tenant_id AND r.id = g.custom_role_id
          """;

  /**
   * Of the tenant {@code t}: nobody but its owners is let into a suspended one, and nobody whom
   * their identity provider does not know any more.
   */
  static final String LETS_IN =
      """
      m.lost_at IS NULL AND (t.status = 'ACTIVE' OR t.status = 'SUSPENDED' AND EXISTS (
        SELECT 1
        FROM tenancy.role_grant owned
        WHERE owned.tenant_id = m.tenant_id AND owned.member_id = m.id AND owned.role = 'OWNER' AND owned.project_id IS NULL))
      """;

  private static final Set<Permission> WHILE_SUSPENDED = Set.of(Permission.AUDIT_READ);

  private static final String MEMBER =
      """
      SELECT t.tenant_id, t.slug, t.status, t.trusted_documents_only, m.id AS member_id, m.username, m.last_seen_at, g.role, r.permissions, g.project_id
      FROM tenancy.member m
      JOIN tenancy.tenant t ON t.tenant_id = m.tenant_id
      """
          + GRANTS
          + "WHERE m.person_id = $1 AND ";

  private PrincipalRows() {}

  /** A key that is neither expired nor revoked, of an active tenant. */
  static Optional<Principal> key(Transaction tx, UUID tenantId, UUID keyId, Instant now) {
    return tx.one(
            KEY + "WHERE k.tenant_id = $1 AND " + KEY_COUNTS + PERSON_COUNTS + " AND k.id = $3",
            tenantId,
            OffsetDateTime.ofInstant(now, ZoneOffset.UTC),
            keyId)
        .map(PrincipalRows::keyHolder);
  }

  /** A member of an active tenant. */
  static Optional<Principal> member(Transaction tx, UUID tenantId, UUID personId) {
    return member(
        personId,
        tx.list(
            row -> row,
            MEMBER + "m.lost_at IS NULL AND t.status = 'ACTIVE' AND t.tenant_id = $2",
            personId,
            tenantId));
  }

  /**
   * A row for each grant, or one without any; none for somebody who is no member, or no owner of a
   * suspended tenant.
   */
  static List<Row> memberRowsBySlug(Transaction tx, String slug, UUID personId) {
    return tx.list(row -> row, MEMBER + LETS_IN + "AND t.slug = $2", personId, slug);
  }

  static Principal keyHolder(Row row) {
    Principal holder = row.getUUID("service_account_id") == null ? ofKey(row) : ofAccount(row);
    return holder
        .madeBy(row.getUUID("first_maker_id"))
        .withTrustedDocumentsOnly(row.getBoolean("trusted_documents_only"));
  }

  /** What it was made for, as far as whoever stands behind it may do that now. */
  private static Principal ofKey(Row row) {
    Held made = new Held();
    UUID[] projects = row.getArrayOfUUIDs("project_ids");
    for (UUID project : projects) {
      made.add(permissions(row), project);
    }
    if (projects.length == 0) {
      made.add(permissions(row), null);
    }
    Held held =
        row.getBoolean("is_bounded") ? made.within(granted(row.getJsonArray("grants"))) : made;
    return new Principal(
        new Actor(Principal.Kind.API_KEY, row.getUUID("id"), "key:" + row.getString("name")),
        personBehind(row),
        row.getUUID("tenant_id"),
        row.getString("slug"),
        held.everywhere(),
        held.byProject(),
        null);
  }

  /** What grants give; null for none. */
  private static Held granted(JsonArray grants) {
    Held held = new Held();
    for (int i = 0; grants != null && i < grants.size(); i++) {
      JsonObject grant = grants.getJsonObject(i);
      String role = grant.getString("role");
      String project = grant.getString("project");
      held.add(
          role == null ? permissions(grant) : Role.valueOf(role).permissions(),
          project == null ? null : UUID.fromString(project));
    }
    return held;
  }

  private static Principal ofAccount(Row row) {
    Held held = granted(row.getJsonArray("grants"));
    return new Principal(
        new Actor(
            Principal.Kind.SERVICE_ACCOUNT,
            row.getUUID("service_account_id"),
            "account:" + row.getString("account_name")),
        personBehind(row),
        row.getUUID("tenant_id"),
        row.getString("slug"),
        held.everywhere(),
        held.byProject(),
        null,
        null,
        row.getUUID("id"),
        null,
        false);
  }

  /** Who made the key; of somebody who has left since only the id is known. */
  private static Actor personBehind(Row row) {
    UUID personId = row.getUUID("person_id");
    return personId == null
        ? null
        : new Actor(Principal.Kind.PERSON, personId, row.getString("person_name"));
  }

  private static Set<Permission> permissions(JsonObject grant) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    grant
        .getJsonArray("permissions")
        .forEach(name -> permissions.add(Permission.valueOf((String) name)));
    return permissions;
  }

  /** A member by their grants, one row for each; empty for no row. */
  static Optional<Principal> member(UUID personId, List<Row> grants) {
    if (grants.isEmpty()) {
      return Optional.empty();
    }
    Row first = grants.getFirst();
    Held held = new Held();
    if (first.getString("status").equals("ACTIVE")) {
      grants.forEach(grant -> held.add(granted(grant), grant.getUUID("project_id")));
    } else {
      held.add(WHILE_SUSPENDED, null);
    }
    Principal member =
        new Principal(
            Principal.Kind.PERSON,
            personId,
            first.getUUID("tenant_id"),
            first.getString("slug"),
            first.getString("username"),
            held.everywhere(),
            held.byProject(),
            null);
    return Optional.of(member.withTrustedDocumentsOnly(first.getBoolean("trusted_documents_only")));
  }

  /** By a built-in role, or else a custom one; nothing for who holds no grant. */
  private static Set<Permission> granted(Row grant) {
    String role = grant.getString("role");
    if (role != null) {
      return Role.valueOf(role).permissions();
    }
    return grant.getArrayOfStrings("permissions") == null ? Set.of() : permissions(grant);
  }

  private static Set<Permission> permissions(Row row) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String name : row.getArrayOfStrings("permissions")) {
      permissions.add(Permission.valueOf(name));
    }
    return permissions;
  }
}
