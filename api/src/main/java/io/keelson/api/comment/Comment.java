package io.keelson.api.comment;

import io.keelson.api.subject.Subject;
import io.keelson.tenancy.access.Actor;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What somebody said of a thing.
 *
 * @param text CommonMark as it was written; empty once it is deleted
 * @param authorPersonId the person who wrote it, or who stands behind the key that did; null where
 *     nobody does
 * @param editedAt the last time, or null
 * @param deletedAt null while it is there
 */
public record Comment(
    UUID id,
    UUID projectId,
    Subject.Key subject,
    String text,
    List<Mention> mentions,
    OffsetDateTime createdAt,
    Actor createdBy,
    UUID authorPersonId,
    OffsetDateTime editedAt,
    OffsetDateTime deletedAt,
    int version) {

  /**
   * Somebody who is named in it.
   *
   * @param name as it was when the comment was written
   * @param sees whether they could know of the thing then, and so were told
   */
  public record Mention(UUID memberId, UUID personId, String name, boolean sees) {}
}
