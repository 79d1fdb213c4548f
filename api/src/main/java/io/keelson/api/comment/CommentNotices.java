package io.keelson.api.comment;

import io.keelson.api.inbox.Inbox;
import io.keelson.api.inbox.InboxReason;
import io.keelson.api.subject.Subject;
import io.keelson.tenancy.access.Principal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who is told of a comment, and what. */
final class CommentNotices {
  private CommentNotices() {}

  /** Those of them that may know of the thing and are not left out. */
  static Map<UUID, Inbox.Notice> mentioned(
      Principal author, Subject subject, List<Comment.Mention> mentioned, Set<UUID> leftOut) {
    Map<UUID, Inbox.Notice> told = new HashMap<>();
    for (Comment.Mention mention : mentioned) {
      if (mention.sees() && !leftOut.contains(mention.personId())) {
        told.put(mention.personId(), notice(author, subject, InboxReason.MENTION));
      }
    }
    return told;
  }

  /** Nobody is told of what they do themselves. */
  static Set<UUID> self(Principal author) {
    Set<UUID> self = new HashSet<>();
    if (author.person() != null) {
      self.add(author.person().id());
    }
    return self;
  }

  static Inbox.Notice notice(Principal author, Subject subject, InboxReason reason) {
    String what = reason == InboxReason.MENTION ? "mentions you" : "answers";
    return new Inbox.Notice(
        subject.key(),
        subject.projectId(),
        reason,
        "%s %s".formatted(author.label(), what),
        author.actor());
  }
}
