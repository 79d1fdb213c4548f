package io.keelson.api.inbox;

import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;

/** How threads are read and written. */
final class InboxRows {
  private static final int MAX_TEXT_CHARACTERS = 500;

  /** A person's, to go on with AND. */
  static final String SELECT =
      """
      SELECT i.id, i.place, i.project_id, i.subject_kind, i.subject_id, i.reason, i.text, i.by_actor, i.by_actor_kind,
        i.by_actor_id, i.at, i.is_unread, i.is_done, i.is_muted, i.version
      FROM catalog.inbox_thread i
      WHERE i.tenant_id = $1 AND i.person_id = $2\s""";

  private InboxRows() {}

  /**
   * Of a person's threads a page, newest first. What is done and what is to do has an index each,
   * which a plan that is kept takes only where the statement itself says which it is.
   */
  static String page(boolean done) {
    return SELECT
        + (done ? "AND i.is_done" : "AND NOT i.is_done")
        + """
         AND ($3 OR i.is_unread) AND ($4 OR i.is_muted)
          AND ($5::text[] = '{}' OR i.reason = ANY ($5)) AND ($6::uuid IS NULL OR i.project_id = $6)
          AND ($7::uuid IS NULL OR i.place < $7)
        ORDER BY i.place DESC
        LIMIT $8
        """;
  }

  /** As the latest of its thread, which comes to the front, unless the person has muted it. */
  static void tell(Transaction tx, UUID personId, Inbox.Notice notice, OffsetDateTime at) {
    tx.update(
        """
        INSERT INTO catalog.inbox_thread AS t
          (tenant_id, id, person_id, place, project_id, subject_kind, subject_id, reason, text, by_actor, by_actor_kind,
           by_actor_id, at)
        VALUES ($1, $2, $3, $2, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT ON CONSTRAINT inbox_thread_of_thing DO UPDATE
        SET place = excluded.place, reason = excluded.reason, text = excluded.text, by_actor = excluded.by_actor,
          by_actor_kind = excluded.by_actor_kind, by_actor_id = excluded.by_actor_id, at = excluded.at,
          is_unread = true, is_done = false, version = t.version + 1
        WHERE NOT t.is_muted
        """,
        tx.tenantId(),
        Ids.next(),
        personId,
        notice.projectId(),
        notice.subject().kind().name(),
        notice.subject().id(),
        notice.reason().name(),
        cut(notice.text()),
        notice.by().label(),
        notice.by().kind().name(),
        notice.by().id(),
        at);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT_CHARACTERS
        ? text
        : text.substring(0, MAX_TEXT_CHARACTERS - 1).stripTrailing() + "…";
  }

  /** Its thing has no label: that is looked at when it is shown. */
  static InboxThread thread(Row row) {
    Subject.Key key =
        new Subject.Key(
            SubjectKind.valueOf(row.getString("subject_kind")), row.getUUID("subject_id"));
    return new InboxThread(
        row.getUUID("id"),
        row.getUUID("place"),
        new Subject(key, row.getUUID("project_id"), null),
        InboxReason.valueOf(row.getString("reason")),
        row.getString("text"),
        Actor.of(row, "by_actor"),
        row.getOffsetDateTime("at"),
        row.getBoolean("is_unread"),
        row.getBoolean("is_done"),
        row.getBoolean("is_muted"),
        row.getInteger("version"));
  }
}
