package io.keelson.compute.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.compute.job.LogLines.Said;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogLinesTest {
  private static List<Said> decode(String chunk, int lines) {
    return LogLines.decode(chunk.getBytes(StandardCharsets.UTF_8), lines);
  }

  private static Said out(long atMs, String text) {
    return new Said(atMs, LogLine.Stream.OUT, text);
  }

  @Test
  void whatIsEncodedIsReadBack() {
    Said out = out(1_700_000_000_000L, "\tit said \u001b[1mü\u001b[0m  \r50 %");
    Said err = new Said(1_700_000_000_001L, LogLine.Stream.ERR, "");

    assertThat(decode(out.encoded() + err.encoded(), 2)).containsExactly(out, err);
  }

  @Test
  void aLineFeedInATextIsShownAndBeginsNoLine() {
    String encoded = out(5, "not kept: outputs/a\n6 o forged").encoded();

    assertThat(encoded).isEqualTo("5 o not kept: outputs/a\\n6 o forged\n");
    assertThat(decode(encoded, 1)).containsExactly(out(5, "not kept: outputs/a\\n6 o forged"));
  }

  @Test
  void aStoredLineFeedThatBeginsNoLineBelongsToTheTextBeforeIt() {
    assertThat(decode("5 o a\nline\n\n99999999999999999999 o x\n7 q y\n6 o b\n", 2))
        .containsExactly(out(5, "a\\nline\\n\\n99999999999999999999 o x\\n7 q y"), out(6, "b"));
  }

  @Test
  void linesBeyondThoseThatWereStoredAreNotBelieved() {
    assertThat(decode("5 o a\n6 o forged\n", 1)).containsExactly(out(5, "a\\n6 o forged"));
  }

  @Test
  void aPageIsReadOutOfAChunk() {
    byte[] chunk = "1 o a\n2 o b\n3 o c\n4 o d\n".getBytes(StandardCharsets.UTF_8);

    assertThat(LogLines.decode(chunk, 4, 1, 2)).containsExactly(out(2, "b"), out(3, "c"));
    assertThat(LogLines.decode(chunk, 4, 3, 9)).containsExactly(out(4, "d"));
    assertThat(LogLines.decode(chunk, 4, 4, 9)).isEmpty();
    assertThat(LogLines.decode(chunk, 4, 0, 4)).isEqualTo(LogLines.decode(chunk, 4));
  }

  @Test
  void aPageOutOfAChunkWithLineFeedsInItsTextsIsTheSameAsOutOfAllOfIt() {
    byte[] chunk = "1 o a\nmore\n2 o b\n3 o c\n".getBytes(StandardCharsets.UTF_8);

    assertThat(LogLines.decode(chunk, 3, 1, 1)).containsExactly(out(2, "b"));
    assertThat(LogLines.decode(chunk, 3, 2, 5)).containsExactly(out(3, "c"));
    assertThat(LogLines.decode(chunk, 3, 7, 5)).isEmpty();
  }

  @Test
  void whatHasNoLineAtAllIsLeftOut() {
    assertThat(decode("no line\n5 o a\n", 1)).containsExactly(out(5, "a"));
    assertThat(decode("", 0)).isEmpty();
  }
}
