package io.keelson.tenancy.signon;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.signon.LookUp.Due;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a look-up reads and writes of somebody who came by single sign-on. */
final class LookUpRows {
  private LookUpRows() {}

  /**
   * @param refreshToken null for none
   * @param tokenTakenAt when a look-up took the token and never noted what came of it, or without a
   *     token when it was dropped; null for never
   * @param lostBecause of the last owner, whom this ends nothing for; null for nothing
   * @param domainCounts whether the address is in one of the tenant's verified domains
   * @param tokenEndpoint of the tenant's provider; null where it has none any more
   */
  record Claimed(
      OffsetDateTime signedInAt,
      Buffer refreshToken,
      Instant tokenTakenAt,
      String lostBecause,
      boolean domainCounts,
      String tokenEndpoint,
      String clientId,
      Buffer clientSecret,
      boolean byInvitation) {}

  /**
   * Who may be looked up next: tenants take turns, of which each look-up at work is one already, so
   * that those that have none at work come first.
   *
   * @param atWork how many of a tenant's are
   * @param maxOfTenant how many may be
   */
  static List<Due> due(
      Transaction tx, Instant now, Map<UUID, Integer> atWork, int maxOfTenant, int limit) {
    List<Map.Entry<UUID, Integer>> busy = List.copyOf(atWork.entrySet());
    return tx.list(
        row -> new Due(row.getUUID("tenant_id"), row.getUUID("person_id")),
        """
        SELECT tenant_id, person_id
        FROM (
          SELECT p.tenant_id, p.person_id, p.due_at,
            coalesce(b.at_work, 0) + row_number() OVER (PARTITION BY p.tenant_id ORDER BY p.due_at) AS turn
          FROM tenancy.sign_on_person p
          LEFT JOIN unnest($4::uuid[], $5::int[]) AS b (tenant_id, at_work) ON b.tenant_id = p.tenant_id
          WHERE p.due_at <= $1
        ) waiting
        WHERE turn <= $3
        ORDER BY turn, due_at
        LIMIT $2
        """,
        at(now),
        limit,
        maxOfTenant,
        busy.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
        busy.stream().map(Map.Entry::getValue).toArray(Integer[]::new));
  }

  /**
   * Empty when another process has it, they are no member any more, or nothing is to be asked: who
   * came by an invitation keeps their place when the tenant has no provider for their domain any
   * more, and is looked up again once they sign on again.
   *
   * @param until when somebody else may, if this process dies
   */
  static Optional<Claimed> claim(Transaction tx, Due due, Instant now, Instant until) {
    return tx.one(
            """
            UPDATE tenancy.sign_on_person
            SET due_at = CASE
              WHEN EXISTS (SELECT 1 FROM tenancy.member m WHERE m.tenant_id = $1 AND m.person_id = $2)
              THEN $3::timestamptz END
            WHERE tenant_id = $1 AND person_id = $2 AND due_at <= $4
            RETURNING signed_in_at, refresh_token, token_taken_at, lost_because, email, due_at, by_invitation
            """,
            tx.tenantId(),
            due.personId(),
            at(until),
            at(now))
        .filter(row -> row.getOffsetDateTime("due_at") != null)
        .map(row -> claimed(tx, row))
        .filter(claimed -> !isLeftToInvitation(tx, due, claimed));
  }

  private static boolean isLeftToInvitation(Transaction tx, Due due, Claimed claimed) {
    boolean isLeft =
        claimed.byInvitation() && (claimed.clientId() == null || !claimed.domainCounts());
    if (isLeft) {
      tx.update(
          """
          UPDATE tenancy.sign_on_person
          SET due_at = NULL, refresh_token = NULL, token_taken_at = NULL, unanswered_at = NULL, lost_because = NULL
          WHERE tenant_id = $1 AND person_id = $2
          """,
          tx.tenantId(),
          due.personId());
    }
    return isLeft;
  }

  private static Claimed claimed(Transaction tx, Row person) {
    Optional<Row> provider =
        tx.one(
            """
            SELECT token_endpoint, client_id, client_secret
            FROM tenancy.sign_on_provider
            WHERE tenant_id = $1 AND removed_at IS NULL
            """,
            tx.tenantId());
    OffsetDateTime takenAt = person.getOffsetDateTime("token_taken_at");
    return new Claimed(
        person.getOffsetDateTime("signed_in_at"),
        person.getBuffer("refresh_token"),
        takenAt == null ? null : takenAt.toInstant(),
        person.getString("lost_because"),
        SignOnRows.domains(tx).contains(SignOnRows.domainOf(person.getString("email"))),
        provider.map(row -> row.getString("token_endpoint")).orElse(null),
        provider.map(row -> row.getString("client_id")).orElse(null),
        provider.map(row -> row.getBuffer("client_secret")).orElse(null),
        person.getBoolean("by_invitation"));
  }

  /** Before the provider sees the token; false for whoever signed in again meanwhile. */
  static boolean takeToken(Transaction tx, Due due, Claimed claimed, Instant now) {
    return tx.update(
            """
            UPDATE tenancy.sign_on_person
            SET token_taken_at = coalesce(token_taken_at, $4)
            WHERE tenant_id = $1 AND person_id = $2 AND signed_in_at = $3
            """,
            tx.tenantId(),
            due.personId(),
            claimed.signedInAt(),
            at(now))
        == 1;
  }

  /** Nothing for whoever signed in again meanwhile. */
  static void known(
      Transaction tx, Due due, Claimed claimed, Buffer nextToken, Instant now, Instant next) {
    tx.update(
        """
        UPDATE tenancy.sign_on_person
        SET looked_up_at = $4,
            due_at = $5,
            refresh_token = coalesce($6, refresh_token),
            token_taken_at = CASE WHEN $6::bytea IS NULL THEN token_taken_at END,
            unanswered_at = NULL,
            lost_because = NULL
        WHERE tenant_id = $1 AND person_id = $2 AND signed_in_at = $3
        """,
        tx.tenantId(),
        due.personId(),
        claimed.signedInAt(),
        at(now),
        at(next),
        nextToken);
  }

  /**
   * @param unused whether the provider did not look at the token
   */
  static void unanswered(
      Transaction tx, Due due, Claimed claimed, boolean unused, Instant now, Instant next) {
    tx.update(
        """
        UPDATE tenancy.sign_on_person
        SET due_at = $5,
            unanswered_at = coalesce(unanswered_at, $4),
            token_taken_at = CASE WHEN $6 THEN $7 ELSE token_taken_at END
        WHERE tenant_id = $1 AND person_id = $2 AND signed_in_at = $3
        """,
        tx.tenantId(),
        due.personId(),
        claimed.signedInAt(),
        at(now),
        at(next),
        unused,
        claimed.tokenTakenAt() == null ? null : at(claimed.tokenTakenAt()));
  }

  /**
   * The token may have been used up by a look-up that was cut short. However long ago that was, the
   * time to sign in again begins now.
   */
  static void dropToken(Transaction tx, Due due, Claimed claimed, Instant now, Instant next) {
    tx.update(
        """
        UPDATE tenancy.sign_on_person
        SET looked_up_at = $4, due_at = $5, refresh_token = NULL, token_taken_at = $4
        WHERE tenant_id = $1 AND person_id = $2 AND signed_in_at = $3
        """,
        tx.tenantId(),
        due.personId(),
        claimed.signedInAt(),
        at(now),
        at(next));
  }

  /** Held until the transaction ends; false for whoever signed in again meanwhile. */
  static boolean isStill(Transaction tx, Due due, Claimed claimed) {
    return tx.one(
            """
            SELECT 1
            FROM tenancy.sign_on_person
            WHERE tenant_id = $1 AND person_id = $2 AND signed_in_at = $3
            FOR NO KEY UPDATE
            """,
            tx.tenantId(),
            due.personId(),
            claimed.signedInAt())
        .isPresent();
  }

  /**
   * @param sessions that were there when it was found, by their marks; null where nobody knows
   */
  static void lost(Transaction tx, Due due, String because, List<String> sessions, Instant now) {
    tx.update(
        """
        UPDATE tenancy.sign_on_person
        SET looked_up_at = $4,
            due_at = NULL,
            refresh_token = NULL,
            token_taken_at = NULL,
            unanswered_at = NULL,
            lost_at = $4,
            lost_because = $3,
            sessions = CASE WHEN $5::text[] IS NOT NULL THEN sessions || $5 END
        WHERE tenant_id = $1 AND person_id = $2
        """,
        tx.tenantId(),
        due.personId(),
        because,
        at(now),
        sessions == null ? null : sessions.toArray(String[]::new));
  }

  /** The last owner keeps the token too, which says the same again at the next look-up. */
  static void lastOwner(Transaction tx, Due due, String because, Instant now, Instant next) {
    tx.update(
        """
        UPDATE tenancy.sign_on_person
        SET looked_up_at = $4,
            due_at = $5,
            lost_because = $3,
            token_taken_at = CASE WHEN refresh_token IS NULL THEN token_taken_at END
        WHERE tenant_id = $1 AND person_id = $2
        """,
        tx.tenantId(),
        due.personId(),
        because,
        at(now),
        at(next));
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
