package io.keelson.api.catalog.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.api.catalog.manifest.Manifest.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final String A = "sha256:" + "a".repeat(64);
  private static final String B = "sha256:" + "b".repeat(64);

  @Test
  void theDigestIsThatOfTheDocumentedText() {
    Manifest manifest =
        Manifest.of(List.of(new Entry("b/x y.csv", B, 20), new Entry("a.csv", A, 3)));

    assertThat(manifest.text())
        .isEqualTo(
            "keelson-manifest-v1\n"
                + "a".repeat(64)
                + " 3 a.csv\n"
                + "b".repeat(64)
                + " 20 b/x y.csv\n");
    // printf of the text above, piped to sha256sum
    assertThat(manifest.digest())
        .isEqualTo("sha256:a0118c71697a7f2197b47380bf208a0c935c81d6c2867a29e27b7d793df390a0");
    assertThat(manifest.sizeBytes()).isEqualTo(23);
  }

  @Test
  void theOrderOfFilesDoesNotMatterAndEverythingElseDoes() {
    Entry one = new Entry("1", A, 1);
    Entry two = new Entry("2", B, 2);
    String digest = Manifest.of(List.of(one, two)).digest();

    assertThat(Manifest.of(List.of(two, one)).digest()).isEqualTo(digest);
    assertThat(
            List.of(
                Manifest.of(List.of(one)).digest(),
                Manifest.of(List.of(one, new Entry("2", A, 2))).digest(),
                Manifest.of(List.of(one, new Entry("2", B, 3))).digest(),
                Manifest.of(List.of(one, new Entry("3", B, 2))).digest()))
        .doesNotContain(digest)
        .doesNotHaveDuplicates();
  }

  @Test
  void pathsAreSortedByTheirBytesAsOtherToolsDo() {
    // U+FFFD comes before U+1F600 in UTF-8, and after it in Java's own order.
    Manifest manifest =
        Manifest.of(List.of(new Entry("\uD83D\uDE00", A, 1), new Entry("\uFFFD", A, 1)));

    assertThat(manifest.entries())
        .extracting(Entry::path)
        .containsExactly("\uFFFD", "\uD83D\uDE00");
  }

  @Test
  void aPathThatCouldForgeALineIsNoEntry() {
    assertThatThrownBy(() -> new Entry("a\nb", A, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Entry("a", "md5:1", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
