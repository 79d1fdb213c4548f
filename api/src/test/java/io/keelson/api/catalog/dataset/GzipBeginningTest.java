package io.keelson.api.catalog.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipBeginningTest {
  private static final int HEADER_BYTES = 10;

  private static String of(byte[] stored, int length) throws IOException {
    try (GzipBeginning text = new GzipBeginning(stored, length)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void membersFollowEachOtherAndWhatIsBehindThemIsNone() throws IOException {
    byte[] two = joined(zipped("one "), zipped(""), zipped("two"), new byte[100]);
    assertThat(of(two, two.length)).isEqualTo("one two");
    assertThat(of(new byte[0], 0)).isEmpty();
    assertThat(of("not gzip, but text".getBytes(StandardCharsets.UTF_8), 18)).isEmpty();
  }

  @Test
  void aHeaderMayHaveAllThatTheFormatKnows() throws IOException {
    byte[] plain = zipped("text");
    byte[] header = Arrays.copyOf(plain, HEADER_BYTES);
    header[3] = 2 + 4 + 8 + 16;
    byte[] fields = {3, 0, 'x', 0, 'x', 'n', 'a', 0, 'c', 0, 1, 2};
    byte[] full = joined(header, fields, Arrays.copyOfRange(plain, HEADER_BYTES, plain.length));
    assertThat(of(full, full.length)).isEqualTo("text");
    for (int length = 0; length < full.length - "text".length() - 8; length++) {
      assertThat(of(full, length)).as("the first %d bytes", length).isIn("", "t", "te", "tex");
    }
  }

  @Test
  void whatIsCutOrBrokenEndsAndThrowsNothing() throws IOException {
    String text = "a row of text\n".repeat(10_000);
    byte[] whole = zipped(text);
    String half = of(whole, whole.length / 2);
    assertThat(half).isNotEmpty();
    assertThat(text).startsWith(half);
    Random random = new Random(19);
    for (int i = 0; i < 2_000; i++) {
      byte[] broken = whole.clone();
      random.ints(3, 0, broken.length).forEach(at -> broken[at] = (byte) random.nextInt());
      assertThat(of(broken, broken.length)).isNotNull();
    }
  }
}
