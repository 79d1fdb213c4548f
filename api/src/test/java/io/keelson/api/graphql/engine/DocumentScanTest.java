package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import org.junit.jupiter.api.Test;

class DocumentScanTest {
  @Test
  void tokensAreCountedAsTheGrammarHasThem() {
    assertThat(tokens("{a}")).isEqualTo(3);
    assertThat(tokens("query ($n: Int = -1.5e3) { a(first: $n, of: \"x { y } \\\" z\") }"))
        .isEqualTo(21);
    assertThat(tokens("# a { comment }\n{a}")).isEqualTo(3);
    assertThat(tokens("{a(of:\"\"\"a \"quoted\" \\\"\"\" block {\"\"\")}")).isEqualTo(8);
    assertThat(tokens("")).isZero();
  }

  @Test
  void oneTokenTooManyIsRefused() {
    assertThat(DocumentScan.tokens("{a}", 3)).isEqualTo(3);
    assertThatThrownBy(() -> DocumentScan.tokens("{a}", 2))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("2 tokens");
  }

  @Test
  void whatIsNeverClosedEndsWithTheText() {
    assertThat(tokens("{a(of:\"")).isEqualTo(6);
    assertThat(tokens("{a(of:\"\"\"")).isEqualTo(6);
    assertThat(tokens("{a(of:\"\\")).isEqualTo(6);
  }

  @Test
  void numbersThatAreHugeWrittenOutAreRefused() {
    assertThat(tokens("{a(of:1e100)}")).isEqualTo(8);
    assertThatThrownBy(() -> tokens("{a(of:1e999999999)}")).isInstanceOf(Invalid.class);
    assertThatThrownBy(() -> tokens("{a(of:" + "9".repeat(1_001) + ")}"))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> tokens("[".repeat(101))).isInstanceOf(Invalid.class);
  }

  private static int tokens(String text) {
    return DocumentScan.tokens(text, 10_000);
  }
}
