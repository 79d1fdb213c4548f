package io.keelson.api.comment;

import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Invalid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/** Texts of comments: CommonMark 0.31. A link to {@code member:ID} mentions that member. */
final class CommentText {
  static final int MAX_CHARACTERS = 4_000;
  static final int MAX_MENTIONS = 20;

  /** Deeper than anybody writes, and far from the end of a stack. */
  private static final int MAX_DEPTH = 50;

  static final String MENTION = "member:";
  static final String MEMBER = "member";
  static final Parser PARSER = Parser.builder().build();

  private CommentText() {}

  /**
   * Whom the text mentions, each once.
   *
   * @throws Invalid for a text that is empty or nested too deep, for more than 20 members, and for
   *     a mention that names none
   */
  static Set<UUID> mentioned(String field, String text) {
    if (text == null || text.isBlank()) {
      throw new Invalid(field, text, "a text");
    }
    Set<UUID> members = new LinkedHashSet<>();
    Deque<Seen> left = new ArrayDeque<>(List.of(new Seen(PARSER.parse(text), 0)));
    while (!left.isEmpty()) {
      Seen seen = left.pop();
      if (seen.depth() > MAX_DEPTH) {
        throw new Invalid(field, null, "at most %d levels of nesting".formatted(MAX_DEPTH));
      }
      if (seen.node() instanceof Link link && link.getDestination().startsWith(MENTION)) {
        members.add(member(field, link));
      }
      for (Node child = seen.node().getFirstChild(); child != null; child = child.getNext()) {
        left.push(new Seen(child, seen.depth() + 1));
      }
    }
    if (members.size() > MAX_MENTIONS) {
      throw new Invalid(field, null, "at most %d members mentioned".formatted(MAX_MENTIONS));
    }
    return members;
  }

  private record Seen(Node node, int depth) {}

  private static UUID member(String field, Link link) {
    return GlobalId.decode(field, MEMBER, link.getDestination().substring(MENTION.length()));
  }
}
