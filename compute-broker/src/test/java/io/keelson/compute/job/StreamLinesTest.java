package io.keelson.compute.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamLinesTest {
  @TempDir Path folder;
  private Path file;
  private final List<String> lines = new ArrayList<>();
  private final List<Long> skipped = new ArrayList<>();

  @BeforeEach
  void makeFile() {
    file = folder.resolve("out");
  }

  private StreamLines stream(long fromBytes) {
    return new StreamLines(file, fromBytes, skipped::add);
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void append(String text) throws IOException {
    append(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void readAll(StreamLines stream, List<String> lines) throws IOException {
    boolean more = true;
    while (more) {
      more = stream.read(lines::add);
    }
  }

  @Test
  void aFileThatIsNotThereYetHasNoLines() throws IOException {
    assertThat(stream(0).read(lines::add)).isFalse();
  }

  @Test
  void aLineIsHandedOnOnceItsEndIsThere() throws IOException {
    StreamLines stream = stream(0);
    append("one\r\ntw");
    readAll(stream, lines);
    assertThat(lines).containsExactly("one");
    assertThat(stream.takenToBytes()).isEqualTo(5);

    append("o\n");
    readAll(stream, lines);
    assertThat(lines).containsExactly("one", "two");

    append("three");
    readAll(stream, lines);
    stream.end(lines::add);
    assertThat(lines).containsExactly("one", "two", "three");
    assertThat(stream.takenToBytes()).isEqualTo(Files.size(file));
  }

  @Test
  void readingGoesOnWhereItWasLeft() throws IOException {
    append("one\ntwo\nthree\n");

    readAll(stream(4), lines);

    assertThat(lines).containsExactly("two", "three");
  }

  @Test
  void aLongLineComesInPiecesThatTearNoCharacterApart() throws IOException {
    String line = "x" + "€".repeat(10_000);
    append(line + "\n");
    StreamLines stream = stream(0);

    readAll(stream, lines);

    assertThat(lines).hasSizeGreaterThan(3);
    assertThat(String.join("", lines)).isEqualTo(line);
    assertThat(lines)
        .allMatch(
            piece -> piece.getBytes(StandardCharsets.UTF_8).length <= StreamLines.MAX_LINE_BYTES);
    assertThat(stream.takenToBytes()).isEqualTo(Files.size(file));
  }

  @Test
  void whatIsNoTextIsReplaced() throws IOException {
    append(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', '\n'});

    readAll(stream(0), lines);

    assertThat(lines).containsExactly("a\ufffd\ufffdb");
  }

  private void piece(long beginsAtBytes, String text) throws IOException {
    Files.writeString(folder.resolve("out." + beginsAtBytes), text);
  }

  @Test
  void aStreamGoesOnInTheFileThatBeginsWhereTheLastOneEnds() throws IOException {
    StreamLines stream = stream(0);
    append("one\ntw");
    readAll(stream, lines);
    piece(6, "o\nthr");
    readAll(stream, lines);
    piece(11, "ee\n");
    Files.writeString(folder.resolve("out.done"), "");
    readAll(stream, lines);

    assertThat(lines).containsExactly("one", "two", "three");
    assertThat(stream.takenToBytes()).isEqualTo(14);
    assertThat(skipped).isEmpty();
    lines.clear();
    readAll(stream(8), lines);
    assertThat(lines).containsExactly("three");
  }

  @Test
  void whatWasRemovedBeforeItWasReadIsSkippedAndTold() throws IOException {
    StreamLines stream = stream(0);
    append("one\ntw");
    readAll(stream, lines);
    Files.delete(file);
    piece(20, "last\n");

    readAll(stream, lines);

    assertThat(lines).containsExactly("one", "tw", "last");
    assertThat(skipped).containsExactly(14L);
    assertThat(stream.takenToBytes()).isEqualTo(25);
    lines.clear();
    readAll(stream(3), lines);
    assertThat(lines).containsExactly("last");
  }
}
