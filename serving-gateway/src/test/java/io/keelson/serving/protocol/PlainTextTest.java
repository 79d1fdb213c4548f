package io.keelson.serving.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  private final Random random = new Random(52);

  private static boolean isPlain(byte letter) {
    return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\';
  }

  @Test
  void eachLetterIsFoundAtEachPlaceAmongOthers() {
    for (int letter = Byte.MIN_VALUE; letter <= Byte.MAX_VALUE; letter++) {
      for (int length = 1; length < 20; length++) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
          do {
            text[i] = (byte) random.nextInt();
          } while (!isPlain(text[i]));
        }
        text[random.nextInt(length)] = (byte) letter;

        assertThat(PlainText.is(text, 0, length)).isEqualTo(isPlain((byte) letter));
        assertThat(PlainText.isAscii(text, 0, length)).isEqualTo(letter >= 0);
      }
    }
  }

  @Test
  void textIsPlainWhereAllOfItIs() {
    for (int i = 0; i < 100_000; i++) {
      byte[] text = new byte[random.nextInt(24)];
      for (int k = 0; k < text.length; k++) {
        text[k] = (byte) (random.nextInt(60) == 0 ? random.nextInt() : 0x1f + random.nextInt(0x61));
      }
      int from = random.nextInt(text.length + 1);
      int to = from + random.nextInt(text.length - from + 1);
      boolean expected = true;
      for (int k = from; k < to; k++) {
        expected &= isPlain(text[k]);
      }

      assertThat(PlainText.is(text, from, to)).isEqualTo(expected);
      String letters = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
      assertThat(PlainText.is(letters)).isEqualTo(expected);
    }
  }
}
