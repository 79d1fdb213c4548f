package io.keelson.api.comment;

import io.keelson.api.subject.Subject;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.RateLimited;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Holds each author to a share of what a thing takes, and to so many comments a minute: whoever may
 * say something must not be able to silence the others. All keys of a person are one author.
 */
final class CommentShares {
  /** Of one thing, which takes {@link Comments#MAX_OF_ONE}. */
  static final int MAX_OF_AUTHOR = 200;

  static final int MAX_PER_MINUTE_OF_AUTHOR = 30;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private CommentShares() {}

  /**
   * Those who come at once wait for each other, until their transaction ends.
   *
   * @throws Conflict when as many are there as the thing takes, or takes of one author
   * @throws RateLimited when the author has written as many in the last minute as they may
   */
  static void require(
      Transaction tx, Principal principal, Subject.Key subject, OffsetDateTime now) {
    UUID author = principal.person() == null ? principal.id() : principal.person().id();
    // Always the author before the thing: two transactions wait for each other in one order.
    lock(tx, "comments-of/" + tx.tenantId() + "/" + author);
    requireRate(tx, author, now);
    lock(tx, "comments/" + tx.tenantId() + "/" + subject.kind() + "/" + subject.id());
    requireRoom(tx, author, subject);
  }

  private static void lock(Transaction tx, String name) {
    tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", name);
  }

  /** Those that were deleted since count too. */
  private static void requireRate(Transaction tx, UUID author, OffsetDateTime now) {
    Row recent =
        tx.one(
                """
                SELECT count(*) AS comments, min(created_at) AS first_at
                FROM (
                  SELECT created_at
                  FROM catalog.comment
                  WHERE tenant_id = $1 AND coalesce(author_person_id, created_by_id) = $2 AND created_at > $3
                  ORDER BY created_at DESC
                  LIMIT $4
                ) AS recent
                """,
                tx.tenantId(),
                author,
                now.minus(MINUTE),
                MAX_PER_MINUTE_OF_AUTHOR)
            .orElseThrow();
    if (recent.getLong("comments") >= MAX_PER_MINUTE_OF_AUTHOR) {
      throw new RateLimited(
          "comments: at most %d a minute of one author".formatted(MAX_PER_MINUTE_OF_AUTHOR),
          Duration.between(now, recent.getOffsetDateTime("first_at").plus(MINUTE)));
    }
  }

  private static void requireRoom(Transaction tx, UUID author, Subject.Key subject) {
    Row there =
        tx.one(
                """
                SELECT count(*) AS comments,
                  count(*) FILTER (WHERE coalesce(author_person_id, created_by_id) = $4) AS own
                FROM catalog.comment
                WHERE tenant_id = $1 AND subject_kind = $2 AND subject_id = $3 AND deleted_at IS NULL
                """,
                tx.tenantId(),
                subject.kind().name(),
                subject.id(),
                author)
            .orElseThrow();
    if (there.getLong("comments") >= Comments.MAX_OF_ONE) {
      throw new Conflict("it has %,d comments, and takes no more".formatted(Comments.MAX_OF_ONE));
    }
    if (there.getLong("own") >= MAX_OF_AUTHOR) {
      throw new Conflict(
          "it has %,d comments of yours, and takes no more".formatted(MAX_OF_AUTHOR));
    }
  }
}
