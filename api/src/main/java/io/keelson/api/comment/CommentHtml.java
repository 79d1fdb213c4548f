package io.keelson.api.comment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keelson.tenancy.database.GlobalId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Comments as HTML that is safe to show: HTML that a text itself brings is shown as text, pictures
 * are links to them, and members stand under their own names.
 */
public final class CommentHtml {
  private static final long MAX_CACHED_CHARACTERS = 16 << 20;
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

  /** The wall behind the renderer: whatever it makes, nothing else gets out. */
  private static final PolicyFactory POLICY =
      new HtmlPolicyBuilder()
          .allowElements(
              "p",
              "br",
              "em",
              "strong",
              "code",
              "pre",
              "blockquote",
              "ul",
              "ol",
              "li",
              "hr",
              "a",
              "h1",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6")
          .allowUrlProtocols("https", "http", "mailto")
          .allowAttributes("href")
          .onElements("a")
          .allowAttributes("start")
          .matching(Pattern.compile("[0-9]{1,9}"))
          .onElements("ol")
          .requireRelsOnLinks("nofollow", "noopener", "noreferrer")
          .toFactory();

  private record Key(UUID commentId, int version) {}

  /** A version of a comment never changes, and some texts take long to render. */
  private static final Cache<Key, String> RENDERED =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CACHED_CHARACTERS)
          .weigher((Key key, String html) -> 128 + html.length())
          .build();

  private CommentHtml() {}

  /** As HTML that is safe to show: a stranger's text brings no script, style, picture or form. */
  public static String of(Comment comment) {
    return comment.text().isEmpty()
        ? ""
        : RENDERED.get(new Key(comment.id(), comment.version()), key -> render(comment));
  }

  private static String render(Comment comment) {
    Map<String, String> names =
        comment.mentions().stream()
            .collect(
                Collectors.toMap(
                    mention -> GlobalId.encode(CommentText.MEMBER, mention.memberId()),
                    Comment.Mention::name,
                    (one, same) -> one));
    Node document = CommentText.PARSER.parse(comment.text());
    Deque<Node> left = new ArrayDeque<>(List.of(document));
    while (!left.isEmpty()) {
      Node node = left.pop();
      Node next = node.getFirstChild();
      while (next != null) {
        Node child = next;
        next = child.getNext();
        left.push(child);
      }
      if (node instanceof Link link && link.getDestination().startsWith(CommentText.MENTION)) {
        named(link, names.get(link.getDestination().substring(CommentText.MENTION.length())));
      } else if (node instanceof Image image) {
        linked(image);
      }
    }
    return POLICY.sanitize(RENDERER.render(document));
  }

  /** Under the member's own name, whatever the text calls them. */
  private static void named(Link link, String name) {
    Node shown = new StrongEmphasis();
    shown.appendChild(new Text("@" + (name == null ? "?" : name)));
    link.insertAfter(shown);
    link.unlink();
  }

  /** Whoever opens a page does not fetch what somebody else has named. */
  private static void linked(Image image) {
    Link link = new Link(image.getDestination(), image.getTitle());
    Node child = image.getFirstChild();
    while (child != null) {
      Node next = child.getNext();
      link.appendChild(child);
      child = next;
    }
    if (link.getFirstChild() == null) {
      link.appendChild(new Text(image.getDestination()));
    }
    image.insertAfter(link);
    image.unlink();
  }
}
