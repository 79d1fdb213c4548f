package io.keelson.tenancy.apikey;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.apikey.ApiKeys.NewApiKey;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.NotFound;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rows of API keys. */
final class ApiKeyRows {
  static final String COLUMNS =
      "id, name, prefix, permissions, project_ids, service_account_id, created_by, created_by_kind, created_by_id, created_at, expires_at, revoked_at, last_used_at";

  private ApiKeyRows() {}

  static Optional<ApiKey> find(Transaction tx, UUID id) {
    return tx.one(
            "SELECT " + COLUMNS + " FROM tenancy.api_key WHERE tenant_id = $1 AND id = $2",
            tx.tenantId(),
            id)
        .map(ApiKeyRows::apiKey);
  }

  /** The key, which stays as it is until the transaction ends. */
  static Optional<ApiKey> hold(Transaction tx, UUID id) {
    return tx.one(
            "SELECT "
                + COLUMNS
                + " FROM tenancy.api_key WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
            tx.tenantId(),
            id)
        .map(ApiKeyRows::apiKey);
  }

  /**
   * By account: its own keys, then those that were made with them; of each those that count at that
   * time, then the newest of those that have ended.
   */
  static Map<UUID, List<ApiKey>> ofAccounts(
      Transaction tx, Collection<UUID> accountIds, int ofEach, OffsetDateTime now) {
    return tx
        .list(
            row -> Map.entry(row.getUUID("account_id"), apiKey(row)),
            "SELECT account_id, "
                + COLUMNS
                + """
                 FROM (
                  SELECT counted.*,
                    row_number() OVER (PARTITION BY account_id, is_own ORDER BY counts DESC, id DESC) AS place
                  FROM (
                    SELECT k.*, of_account.account_id,
                      coalesce(k.service_account_id = of_account.account_id, false) AS is_own,
                      revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $4) AS counts
                    FROM tenancy.api_key k
                    CROSS JOIN LATERAL (SELECT k.service_account_id UNION SELECT k.behind_account_id) AS of_account (account_id)
                    WHERE k.tenant_id = $1
                      AND (k.service_account_id = ANY ($2) OR k.behind_account_id = ANY ($2))
                      AND of_account.account_id = ANY ($2)) AS counted) AS placed
                WHERE place <= $3
                ORDER BY is_own DESC, place
                """,
            tx.tenantId(),
            accountIds.toArray(UUID[]::new),
            ofEach,
            now)
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  /** How many count at that time. */
  static long counting(Transaction tx, OffsetDateTime now) {
    return tx.one(
            """
            SELECT count(*)
            FROM tenancy.api_key
            WHERE tenant_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
            """,
            tx.tenantId(),
            now)
        .orElseThrow()
        .getLong(0);
  }

  static ApiKeys.KeyCounts counts(Transaction tx, OffsetDateTime now, OffsetDateTime soon) {
    return tx.one(
            """
            SELECT count(*)::int AS in_force,
              (count(*) FILTER (
                WHERE coalesce(k.last_used_at, k.created_at) <= $2::timestamptz - t.key_unused_after_s * interval '1 second'
              ))::int AS unused,
              (count(*) FILTER (WHERE k.expires_at < $3))::int AS ending_soon,
              (count(*) FILTER (WHERE k.expires_at IS NULL))::int AS without_end,
              min(k.expires_at) AS next_end
            FROM tenancy.api_key k
            JOIN tenancy.tenant t ON t.tenant_id = k.tenant_id
            WHERE k.tenant_id = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)
            """,
            tx.tenantId(),
            now,
            soon)
        .map(
            row ->
                new ApiKeys.KeyCounts(
                    row.getInteger("in_force"),
                    row.getInteger("unused"),
                    row.getInteger("ending_soon"),
                    row.getInteger("without_end"),
                    row.getOffsetDateTime("next_end")))
        .orElseThrow();
  }

  /**
   * How many of an account count at that time. The account stays until the transaction ends, and
   * whoever asks next waits.
   */
  static int counting(Transaction tx, UUID accountId, OffsetDateTime now) {
    boolean there =
        tx.one(
                "SELECT 1 FROM tenancy.service_account WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE",
                tx.tenantId(),
                accountId)
            .isPresent();
    if (!there) {
      throw new NotFound("service account");
    }
    return tx.one(
            """
            SELECT count(*)::int AS keys
            FROM tenancy.api_key
            WHERE tenant_id = $1 AND service_account_id = $2 AND revoked_at IS NULL
              AND (expires_at IS NULL OR expires_at > $3)
            """,
            tx.tenantId(),
            accountId,
            now)
        .orElseThrow()
        .getInteger("keys");
  }

  static void insert(
      Transaction tx,
      UUID id,
      Principal creator,
      NewApiKey input,
      ApiKeySecret secret,
      OffsetDateTime now) {
    tx.update(
        """
        INSERT INTO tenancy.api_key
          (tenant_id, id, name, prefix, secret_hash, permissions, project_ids, created_at, expires_at, made_to_end_at,
           created_by, created_by_kind, created_by_id, person_id, service_account_id, first_maker_id,
           behind_account_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13, $14, $15,
          CASE $11
            WHEN 'SERVICE_ACCOUNT' THEN $12
            WHEN 'API_KEY' THEN
              (SELECT behind_account_id FROM tenancy.api_key WHERE tenant_id = $1 AND id = $12)
          END)
        """,
        tx.tenantId(),
        id,
        input.name(),
        secret.prefix(),
        Buffer.buffer(secret.hash()),
        input.permissions() == null
            ? new String[0]
            : new TreeSet<>(input.permissions()).stream().map(Enum::name).toArray(String[]::new),
        input.projectIds() == null ? new UUID[0] : input.projectIds().toArray(UUID[]::new),
        now,
        input.expiresAt(),
        creator.label(),
        creator.kind().name(),
        creator.id(),
        creator.person() == null ? null : creator.person().id(),
        input.serviceAccountId(),
        firstMakerId(creator));
  }

  /** Null where a person stands behind the key, or the platform has made it. */
  private static UUID firstMakerId(Principal creator) {
    boolean isKey =
        creator.kind() == Principal.Kind.API_KEY
            || creator.kind() == Principal.Kind.SERVICE_ACCOUNT;
    return isKey && creator.person() == null ? creator.partyId() : null;
  }

  static void endAt(Transaction tx, UUID id, OffsetDateTime end) {
    tx.update(
        """
        UPDATE tenancy.api_key
        SET expires_at = least(expires_at, $3), made_to_end_at = least(made_to_end_at, $3)
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        id,
        end);
  }

  /** False when there is no such key; a revoked one stays as it is. */
  static boolean revoke(Transaction tx, UUID id, OffsetDateTime now) {
    return tx.update(
            """
            UPDATE tenancy.api_key
            SET revoked_at = coalesce(revoked_at, $3)
            WHERE tenant_id = $1 AND id = $2
            """,
            tx.tenantId(),
            id,
            now)
        > 0;
  }

  static ApiKey apiKey(Row row) {
    return new ApiKey(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("prefix"),
        Arrays.stream(row.getArrayOfStrings("permissions"))
            .map(Permission::valueOf)
            .collect(Collectors.toCollection(LinkedHashSet::new)),
        Set.of(row.getArrayOfUUIDs("project_ids")),
        row.getUUID("service_account_id"),
        Actor.of(row, "created_by"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("expires_at"),
        row.getOffsetDateTime("revoked_at"),
        row.getOffsetDateTime("last_used_at"));
  }
}
