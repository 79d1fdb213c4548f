package io.keelson.api.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.failure.Invalid;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommentTextTest {
  private static String html(String text, Comment.Mention... mentions) {
    return CommentHtml.of(
        new Comment(
            Ids.next(),
            Ids.next(),
            new Subject.Key(SubjectKind.RUN, Ids.next()),
            text,
            List.of(mentions),
            OffsetDateTime.parse("2026-11-01T00:00:00Z"),
            Actor.PLATFORM,
            null,
            null,
            null,
            1));
  }

  private static String mention(UUID member) {
    return "[@you](member:" + GlobalId.encode("member", member) + ")";
  }

  @Test
  void commonMarkIsShown() {
    assertThat(html("**F1** is `0.91`, see [run](https://example.org/r)\n\n- one\n- two"))
        .contains("<strong>F1</strong>", "<code>0.91</code>", "<li>one</li>")
        .contains("href=\"https://example.org/r\"", "noopener", "nofollow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](vbscript:msgbox(1))",
        "![x](https://tracker.example/pixel.png)",
        "![x](javascript:alert(1))",
        "[x](https://a.example \"\\\" onmouseover=alert(1) \")",
        "<style>*{display:none}</style>",
        "<form action=https://a.example><input name=password></form>",
        "<div style=\"position:fixed;inset:0\">over everything</div>",
        "```<script>\nalert(1)\n</script>\n```",
        "<!--><img src=x onerror=alert(1)>-->",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">"
      })
  void nothingOfAStrangersTextRuns(String text) {
    String unquoted = html(text).replaceAll("&[#a-z0-9]+;", "");
    assertThat(unquoted)
        .doesNotContainPattern(
            "<(?!/?(p|br|em|strong|code|pre|blockquote|ul|ol|li|hr|a|h[1-6])\\b)")
        .doesNotContainPattern("<[^>]*\\bon[a-z]+\\s*=")
        .doesNotContainPattern("<[^>]*(?i)(javascript|data|vbscript)\\s*:")
        .doesNotContainPattern("<[^>]*style");
  }

  @Test
  void membersStandUnderTheirOwnNames() {
    UUID member = Ids.next();
    Comment.Mention ada = new Comment.Mention(member, Ids.next(), "Ada <b>", true);
    assertThat(html("[@The owner](member:" + GlobalId.encode("member", member) + ") look", ada))
        .contains("<strong>&#64;Ada &lt;b&gt;</strong> look")
        .doesNotContain("The owner");
  }

  @Test
  void eachMentionCountsOnce() {
    UUID one = Ids.next();
    UUID other = Ids.next();
    assertThat(
            CommentText.mentioned(
                "text", mention(one) + " and **" + mention(other) + "**, " + mention(one)))
        .containsExactlyInAnyOrder(one, other);
    assertThat(CommentText.mentioned("text", "`" + mention(one) + "`")).isEmpty();
  }

  @Test
  void aMentionOfNobodyIsRefused() {
    assertThatExceptionOfType(Invalid.class)
        .isThrownBy(() -> CommentText.mentioned("text", "[x](member:run_000)"));
    assertThatExceptionOfType(Invalid.class).isThrownBy(() -> CommentText.mentioned("text", "  "));
    String many =
        IntStream.rangeClosed(0, CommentText.MAX_MENTIONS)
            .mapToObj(i -> mention(Ids.next()))
            .collect(Collectors.joining(" "));
    assertThatExceptionOfType(Invalid.class).isThrownBy(() -> CommentText.mentioned("text", many));
  }

  @ParameterizedTest
  @ValueSource(strings = {">", "- ", "*a _b ", "[", "![", "**", "`", "<a ", "1. ", "&", "\\"})
  void whatIsRepeatedToTheBoundEndsSoonAndWithoutABrokenStack(String piece) {
    String text = piece.repeat(CommentText.MAX_CHARACTERS / piece.length());
    long begin = System.nanoTime();
    try {
      CommentText.mentioned("text", text);
      html(text);
    } catch (Invalid tooDeep) {
      assertThat(tooDeep).hasMessageContaining("nesting");
    }
    assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
  }
}
