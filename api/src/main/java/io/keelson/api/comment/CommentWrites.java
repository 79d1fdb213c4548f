package io.keelson.api.comment;

import io.keelson.api.subject.Subject;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** How comments are written. */
final class CommentWrites {
  /** Whoever has said something there is told of what others answer; the latest of them. */
  private static final int MAX_PARTICIPANTS = 20;

  private CommentWrites() {}

  static void insert(
      Transaction tx,
      Principal author,
      UUID id,
      Subject subject,
      String text,
      List<Comment.Mention> mentioned,
      OffsetDateTime at) {
    tx.update(
        """
        INSERT INTO catalog.comment
          (tenant_id, id, project_id, subject_kind, subject_id, text, mentions, created_at, created_by, created_by_kind,
           created_by_id, author_person_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        tx.tenantId(),
        id,
        subject.projectId(),
        subject.key().kind().name(),
        subject.key().id(),
        text,
        CommentRows.json(mentioned),
        at,
        author.label(),
        author.kind().name(),
        author.id(),
        author.person() == null ? null : author.person().id());
  }

  /** Who has said something there that is not deleted, but in one comment; the latest 20. */
  static List<UUID> participants(Transaction tx, Subject.Key subject, UUID but) {
    return tx.list(
        row -> row.getUUID("author_person_id"),
        """
        SELECT author_person_id
        FROM catalog.comment
        WHERE tenant_id = $1 AND subject_kind = $2 AND subject_id = $3 AND id <> $4 AND author_person_id IS NOT NULL
          AND deleted_at IS NULL
        GROUP BY author_person_id
        ORDER BY max(id::text) DESC
        LIMIT $5
        """,
        tx.tenantId(),
        subject.kind().name(),
        subject.id(),
        but,
        MAX_PARTICIPANTS);
  }

  static void edit(
      Transaction tx, UUID id, String text, List<Comment.Mention> mentioned, OffsetDateTime at) {
    tx.update(
        """
        UPDATE catalog.comment
        SET text = $3, mentions = $4, edited_at = $5, version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        id,
        text,
        CommentRows.json(mentioned),
        at);
  }

  /** Takes the text away; of those of its thing that are deleted only the latest stay. */
  static void delete(Transaction tx, Comment comment, OffsetDateTime at) {
    tx.update(
        """
        UPDATE catalog.comment
        SET text = '', mentions = '[]', deleted_at = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2
        """,
        tx.tenantId(),
        comment.id(),
        at);
    tx.update(
        """
        DELETE FROM catalog.comment c
        WHERE c.tenant_id = $1 AND c.id = ANY (ARRAY(
          SELECT d.id
          FROM catalog.comment d
          WHERE d.tenant_id = $1 AND d.subject_kind = $2 AND d.subject_id = $3 AND d.deleted_at IS NOT NULL AND d.id <> $4
          ORDER BY d.id DESC
          OFFSET $5))
        """,
        tx.tenantId(),
        comment.subject().kind().name(),
        comment.subject().id(),
        comment.id(),
        Comments.MAX_OF_ONE - 1);
  }
}
