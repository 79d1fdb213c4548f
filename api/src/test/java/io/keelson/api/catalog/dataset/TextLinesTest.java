package io.keelson.api.catalog.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextLinesTest {
  private static List<String> of(String text, int limit) throws IOException {
    return of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), limit);
  }

  private static List<String> of(InputStream text, int limit) throws IOException {
    TextLines lines = new TextLines(limit);
    lines.read(text);
    return lines.found();
  }

  @Test
  void takesTheFirstLinesWithoutTheirEnds() throws IOException {
    assertThat(of("a\r\n\nb\nc", 2)).containsExactly("a", "b");
    assertThat(of("a\nb", 9)).containsExactly("a", "b");
    assertThat(of("", 9)).isEmpty();
  }

  @Test
  void cutsALongLineBetweenCharactersAndGoesOnBehindIt() throws IOException {
    String long20 = "x" + "ü".repeat(10 << 10);
    List<String> lines = of(long20 + "\nnext\n", 9);
    assertThat(lines).hasSize(2).last().isEqualTo("next");
    assertThat(long20).startsWith(lines.getFirst());
    assertThat(lines.getFirst().getBytes(StandardCharsets.UTF_8))
        .hasSize(TextLines.MAX_LINE_BYTES - 1);
  }

  @Test
  void hasNoMoreThanTheBytesOfAllTogether() throws IOException {
    String line = "y".repeat(TextLines.MAX_LINE_BYTES - 1) + "\n";
    List<String> lines = of(line.repeat(100), 100);
    assertThat(lines.stream().mapToInt(String::length).sum())
        .isLessThanOrEqualTo(TextLines.MAX_BYTES);
    assertThat(lines).hasSizeBetween(15, 17);
  }

  @Test
  void readsNoFurtherThanItsBoundIntoALineThatNeverEnds() throws IOException {
    int[] read = {0};
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read[0]++;
            return 'z';
          }
        };
    assertThat(of(endless, 9)).isEmpty();
    assertThat(read[0]).isEqualTo(TextLines.MAX_READ_BYTES);
  }
}
