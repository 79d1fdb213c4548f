package io.keelson.tenancy.signon;

import io.keelson.tenancy.database.Transaction;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rows of who came by single sign-on. They outlive memberships and accounts of the realm. */
final class SignOnPeople {
  /** That are told apart; whoever signs in more often in a second is known by the ones before. */
  private static final int MAX_SESSIONS = 200;

  private SignOnPeople() {}

  /**
   * How somebody stands who signed on before.
   *
   * @param memberId null for who was removed from the tenant
   * @param sessions those that were there at the loss, by their marks; null where that is not known
   */
  record Known(UUID memberId, OffsetDateTime lostAt, List<String> sessions) {
    boolean isMember() {
      return memberId != null;
    }

    /** Whether it takes more than the time to say which came first. */
    boolean wasLostInTheSecondOf(SignedOn who) {
      return lostAt != null && lostAt.truncatedTo(ChronoUnit.SECONDS).isEqual(at(who.at()));
    }

    /**
     * Whether they signed in after the loss. In the second of the loss it is a session that was not
     * there then.
     *
     * @param isActive whether the session was found active after the loss: one that ended before
     *     was not there either
     */
    boolean wasLostBefore(SignedOn who, boolean isActive) {
      return at(who.at()).isAfter(lostAt)
          || (isActive
              && wasLostInTheSecondOf(who)
              && sessions != null
              && !sessions.contains(who.session()));
    }
  }

  static Optional<Known> known(Transaction tx, UUID personId) {
    return tx.one(
            """
            SELECT m.lost_at, m.id AS member_id, s.sessions
            FROM tenancy.sign_on_person s
            LEFT JOIN tenancy.member m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id
            WHERE s.tenant_id = $1 AND s.person_id = $2
            """,
            tx.tenantId(),
            personId)
        .map(
            row ->
                new Known(
                    row.getUUID("member_id"),
                    row.getOffsetDateTime("lost_at"),
                    row.getArrayOfStrings("sessions") == null
                        ? null
                        : List.of(row.getArrayOfStrings("sessions"))));
  }

  /**
   * When somebody whom the tenant removed signed on last: the owner of this subject or of this
   * address, be it under another account of the realm's. Empty for who was not removed.
   */
  static Optional<OffsetDateTime> removedSince(Transaction tx, SignedOn who) {
    return tx.one(
            """
            SELECT max(s.signed_in_at) AS since
            FROM tenancy.sign_on_person s
            WHERE s.tenant_id = $1 AND (s.subject_hash = $2 OR s.email = $3 OR s.person_id = $4)
              AND NOT EXISTS (
                SELECT 1
                FROM tenancy.member m
                WHERE m.tenant_id = s.tenant_id AND m.person_id = s.person_id)
            """,
            tx.tenantId(),
            who.subjectHash(),
            who.email(),
            who.personId())
        .map(row -> row.getOffsetDateTime("since"));
  }

  /**
   * The account under which a member of the same subject came before. It is gone, or the realm
   * would not have made another one for them. Whoever came by an invitation keeps their place:
   * their account is not the provider's.
   */
  static Optional<UUID> earlierAccount(Transaction tx, SignedOn who) {
    return tx.one(
            """
            SELECT s.person_id
            FROM tenancy.sign_on_person s
            JOIN tenancy.member m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id
            WHERE s.tenant_id = $1 AND s.subject_hash = $2 AND s.person_id <> $3
              AND NOT s.by_invitation
            ORDER BY s.signed_in_at DESC
            LIMIT 1
            """,
            tx.tenantId(),
            who.subjectHash(),
            who.personId())
        .map(row -> row.getUUID("person_id"));
  }

  /** The account is somebody's no more. */
  static void forget(Transaction tx, UUID personId) {
    tx.update(
        "DELETE FROM tenancy.sign_on_person WHERE tenant_id = $1 AND person_id = $2",
        tx.tenantId(),
        personId);
  }

  /** Whoever was removed has been invited since. */
  static void forgetRemoval(Transaction tx, SignedOn who) {
    tx.update(
        """
        DELETE FROM tenancy.sign_on_person s
        WHERE s.tenant_id = $1 AND (s.person_id = $4
          OR (s.subject_hash = $2 OR s.email = $3) AND NOT EXISTS (
            SELECT 1
            FROM tenancy.member m
            WHERE m.tenant_id = s.tenant_id AND m.person_id = s.person_id))
        """,
        tx.tenantId(),
        who.subjectHash(),
        who.email(),
        who.personId());
  }

  /**
   * The addresses under which members signed on last, of these accounts.
   *
   * @param domains addresses of others are left out
   */
  static Map<UUID, String> addresses(
      Transaction tx, Collection<UUID> personIds, Collection<String> domains) {
    return tx
        .list(
            row -> Map.entry(row.getUUID("person_id"), row.getString("email")),
            """
            SELECT s.person_id, s.email
            FROM tenancy.sign_on_person s
            JOIN tenancy.member m ON m.tenant_id = s.tenant_id AND m.person_id = s.person_id
            WHERE s.tenant_id = $1 AND s.person_id = ANY ($2)
            """,
            tx.tenantId(),
            personIds.toArray(UUID[]::new))
        .stream()
        .filter(named -> domains.contains(SignOnRows.domainOf(named.getValue())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Of somebody who was a member before: their place is not the provider's to give or to end. */
  static void addInvited(Transaction tx, SignedOn who, Buffer token, Instant dueAt) {
    add(tx, who, token, dueAt);
    tx.update(
        "UPDATE tenancy.sign_on_person SET by_invitation = true WHERE tenant_id = $1 AND person_id = $2",
        tx.tenantId(),
        who.personId());
  }

  static void add(Transaction tx, SignedOn who, Buffer token, Instant dueAt) {
    tx.update(
        """
        INSERT INTO tenancy.sign_on_person
          (tenant_id, person_id, subject_hash, email, refresh_token, signed_in_at, sessions, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, ARRAY[$8::text], $7)
        """,
        tx.tenantId(),
        who.personId(),
        who.subjectHash(),
        who.email(),
        token,
        at(who.at()),
        at(dueAt),
        who.session());
  }

  /**
   * Only a later sign-in brings another token: the one kept may have been renewed since. Of the
   * same second it is a session that is new, and counts as a moment later, so that a look-up at
   * work knows it from the one before. It puts no look-up off, or whoever signs in often would
   * never be looked up.
   *
   * @param isFound whether they are found again, if they are lost
   */
  static int signedInAgain(
      Transaction tx, SignedOn who, Buffer token, Instant dueAt, boolean isFound) {
    return tx.update(
        """
        UPDATE tenancy.sign_on_person
        SET subject_hash = $3,
            email = $4,
            refresh_token = $5,
            token_taken_at = NULL,
            unanswered_at = NULL,
            signed_in_at = greatest($6, signed_in_at + interval '1 microsecond'),
            sessions = CASE
              WHEN signed_in_at < $6 THEN ARRAY[$8::text]
              ELSE sessions || $8::text
            END,
            due_at = least(due_at, $7),
            lost_at = NULL,
            lost_because = NULL
        WHERE tenant_id = $1 AND person_id = $2 AND (lost_at IS NULL OR $10)
          AND (signed_in_at < $6
          OR (date_trunc('second', signed_in_at) = $6
            AND cardinality(sessions) < $9
            AND NOT $8::text = ANY (sessions)))
        """,
        tx.tenantId(),
        who.personId(),
        who.subjectHash(),
        who.email(),
        token,
        at(who.at()),
        at(dueAt),
        who.session(),
        MAX_SESSIONS,
        isFound);
  }

  static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
