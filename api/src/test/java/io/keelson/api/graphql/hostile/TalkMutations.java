package io.keelson.api.graphql.hostile;

import java.util.List;
import java.util.Map;

/** Of comments and the inbox. */
final class TalkMutations {
  private TalkMutations() {}

  static List<WithInput> withInput(Known known) {
    return List.of(
        new WithInput(
            "addComment",
            "AddCommentInput",
            Map.of("subjectId", known.get("run"), "text", "seen"),
            List.of("subjectId", "text"),
            List.of(),
            List.of("subjectId")),
        new WithInput(
            "editComment",
            "EditCommentInput",
            Map.of("id", known.nobodys("comment"), "expectedVersion", 1, "text", "otherwise"),
            List.of("id", "text"),
            List.of(),
            List.of("id")),
        new WithInput(
            "markInboxThreads",
            "MarkInboxThreadsInput",
            Map.of(
                "threads",
                List.of(Map.of("id", known.nobodys("inboxthread"), "expectedVersion", 1)),
                "as",
                "READ"),
            List.of(),
            List.of(),
            List.of("as")));
  }

  static List<WithArguments> withArguments(Known known) {
    return List.of(
        new WithArguments(
            "deleteComment",
            "id",
            Map.of("id", known.nobodys("comment"), "expectedVersion", 1),
            "$id:ID!," + WithArguments.EXPECTED));
  }
}
