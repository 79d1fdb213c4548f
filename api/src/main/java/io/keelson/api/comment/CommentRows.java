package io.keelson.api.comment;

import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/** Comments as the database has them. */
final class CommentRows {
  static final String SELECT =
      """
      SELECT c.id, c.project_id, c.subject_kind, c.subject_id, c.text, c.mentions, c.created_at, c.created_by,
        c.created_by_kind, c.created_by_id, c.author_person_id, c.edited_at, c.deleted_at, c.version
      FROM catalog.comment c
      WHERE c.tenant_id = $1\s""";

  private CommentRows() {}

  static Comment comment(Row row) {
    return new Comment(
        row.getUUID("id"),
        row.getUUID("project_id"),
        new Subject.Key(
            SubjectKind.valueOf(row.getString("subject_kind")), row.getUUID("subject_id")),
        row.getString("text"),
        mentions(row.getJsonArray("mentions")),
        row.getOffsetDateTime("created_at"),
        Actor.of(row, "created_by"),
        row.getUUID("author_person_id"),
        row.getOffsetDateTime("edited_at"),
        row.getOffsetDateTime("deleted_at"),
        row.getInteger("version"));
  }

  private static List<Comment.Mention> mentions(JsonArray mentions) {
    return mentions.stream()
        .map(JsonObject.class::cast)
        .map(
            one ->
                new Comment.Mention(
                    UUID.fromString(one.getString("member")),
                    UUID.fromString(one.getString("person")),
                    one.getString("name"),
                    one.getBoolean("sees")))
        .toList();
  }

  static JsonArray json(List<Comment.Mention> mentions) {
    JsonArray out = new JsonArray();
    for (Comment.Mention mention : mentions) {
      out.add(
          new JsonObject()
              .put("member", mention.memberId().toString())
              .put("person", mention.personId().toString())
              .put("name", mention.name())
              .put("sees", mention.sees()));
    }
    return out;
  }
}
