package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graphql.parser.Parser;
import io.keelson.tenancy.failure.Invalid;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document is refused for before its validation, which would take minutes or never end. */
class SelectionLimitsTest {
  private static void check(String document) {
    SelectionLimits.check(new Parser().parseDocument(document), 1_000, 15);
  }

  /** Each spreads the next one. */
  private static String chain(int fragments) {
    return IntStream.range(0, fragments)
        .mapToObj(
            i ->
                " fragment F%d on Query{%s}"
                    .formatted(i, i + 1 < fragments ? "...F" + (i + 1) : "a"))
        .collect(Collectors.joining("", "{...F0}", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{...A} fragment A on Query{...A}",
        "{a{...A}} fragment A on T{b{...B}} fragment B on T{...{...A}}",
        "query x{a} query y{...A} fragment A on Query{a ...B} fragment B on Query{...A}"
      })
  void fragmentsDoNotLeadBackToThemselves(String document) {
    assertThatThrownBy(() -> check(document))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("leads back to itself");
  }

  @Test
  void aFragmentMayBeSpreadAgainWhereItHasEnded() {
    assertThatCode(
            () -> check("{...A b{...A} ...A} fragment A on Query{c ...B} fragment B on Q{d}"))
        .doesNotThrowAnyException();
  }

  @Test
  void aDocumentHasAHundredFragments() {
    assertThatCode(() -> check(chain(100))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(chain(101)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("101 fragments");
  }

  @Test
  void aDocumentHasAHundredOperations() {
    String operations =
        IntStream.range(0, 101)
            .mapToObj(i -> "query q" + i + "{a}")
            .collect(Collectors.joining(" "));

    assertThatThrownBy(() -> check(operations))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("101 operations");
  }

  @Test
  void selectionsInEachOtherAreNotEndless() {
    String nested = "...{".repeat(90) + "a" + "}".repeat(90);
    String document =
        chain(3)
            .replace("{a}", "{" + nested + "}")
            .replace("{...F1}", "{" + nested.replace("a", "...F1") + "}")
            .replace("{...F2}", "{" + nested.replace("a", "...F2") + "}");

    assertThatThrownBy(() -> check(document))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("levels of fields and fragments");
  }
}
