package io.keelson.tenancy.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputTest {
  @Test
  void aBadValueIsNamedWithWhatWasExpected() {
    assertThatThrownBy(() -> Input.slug("input.slug", "A b"))
        .isInstanceOf(Invalid.class)
        .hasMessage(
            "input.slug: \"A b\" (expected: 2 to 63 lower-case letters, digits or hyphens, a letter first)");
    assertThatThrownBy(() -> Input.name("n", null))
        .hasMessageStartingWith("n: nothing (expected: ");
  }

  @Test
  void aHugeOrUnprintableValueIsShownShortAndEscaped() {
    assertThatThrownBy(() -> Input.name("n", "x".repeat(1_000_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    assertThatThrownBy(() -> Input.name("n", "a\u0007b")).hasMessageContaining("\\u0007");
  }

  @Test
  void slugsNamesAndPathsHaveTheirBounds() {
    for (String slug : List.of("a1", "wine-2", "a".repeat(63))) {
      assertThat(Input.slug("s", slug)).isEqualTo(slug);
    }
    for (String slug :
        List.of("", "a", "-a", "a-", "1a", "A1", "a_b", "a".repeat(64), "a/b", "ä1")) {
      assertThatThrownBy(() -> Input.slug("s", slug)).isInstanceOf(Invalid.class);
    }
    for (String path : List.of("a", "a/b.csv", "Ünï/ c.txt", "a'; DROP TABLE x; --")) {
      assertThat(Input.path("p", path)).isEqualTo(path);
    }
    for (String path :
        List.of(
            "",
            "/a",
            "a/",
            "a//b",
            "..",
            "a/../b",
            "./a",
            "a\\b",
            "a\nb",
            "a\u0000",
            "x".repeat(1_001))) {
      assertThatThrownBy(() -> Input.path("p", path)).isInstanceOf(Invalid.class);
    }
    assertThat(Input.name("n", "Wine, the second 🍷")).isNotNull();
    for (String name : List.of(" a", "a ", "   ", "\ud83c", "a\u0085b")) {
      assertThatThrownBy(() -> Input.name("n", name)).isInstanceOf(Invalid.class);
    }
  }

  @Test
  void aNameIsWhatIsSeenOfIt() {
    for (String name :
        List.of(
            "\u200b",
            "wine\u200b",
            "\u202egnp.exe",
            "a\nb",
            "a\tb",
            "a\rb",
            "a\u2028b",
            "a\u2029b",
            "wi\u200dne",
            "wi\u200cne",
            "wi\u00adne",
            "\ufeffwine",
            "wine\u2066",
            "wine\udb40\udc41",
            "\u00a0",
            "wine\u00a0",
            "\u3164",
            "\u2800 \u2800",
            "wi\u3164ne",
            "wi\u2800ne",
            "wi\u034fne",
            "wine\ufe00",
            "wine-\ufe0e",
            "cafe\u0301\ufe0f",
            "\u8461\udb40\udd00")) {
      assertThatThrownBy(() -> Input.name("n", name)).isInstanceOf(Invalid.class);
    }
    for (String name :
        List.of(
            "\u05d9\u05d9\u05df \u05d0\u05d3\u05d5\u05dd",
            "\u0646\u0628\u064a\u0630",
            "\u8461\u8404\u9152",
            "cafe\u0301",
            "a\u00a0b",
            "\u2764\ufe0f",
            "\ud83c\udf77")) {
      assertThat(Input.name("n", name)).isEqualTo(name);
    }
  }

  @Test
  void textsAndLabelsMayHoldWhatNamesMayNot() {
    assertThat(Input.description("d", "a\nb\u202ec")).isEqualTo("a\nb\u202ec");
    assertThat(Input.label("l", "wine\u200b v3")).isEqualTo("wine\u200b v3");
  }

  @Test
  void anEmailAddressHasADomainAndNothingThatBreaksAHeader() {
    assertThat(Input.email("input.email", "Some.Body+x@People.example"))
        .isEqualTo("some.body+x@people.example");
    for (String none :
        new String[] {
          null,
          "",
          "a",
          "a@b",
          "a b@x.example",
          "a@x.example\r\nBcc: b@x.example",
          "<a@x.example>",
          "a@x.example,b@x.example",
          "x".repeat(65) + "@x.example"
        }) {
      assertThatThrownBy(() -> Input.email("input.email", none)).isInstanceOf(Invalid.class);
    }
  }
}
