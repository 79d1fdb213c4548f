package io.keelson.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelson.tenancy.failure.Invalid;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutsideJsonTest {
  @Test
  void objectsAreReadWithExactNumbers() {
    assertThat(read("{\"a\":1,\"b\":1.10,\"c\":10000000000,\"d\":null}"))
        .containsEntry("a", 1)
        .containsEntry("b", new BigDecimal("1.10"))
        .containsEntry("c", 10_000_000_000L)
        .containsEntry("d", null);
  }

  @Test
  void sixtyFourLevelsAreTheMost() {
    assertThat(read("{\"a\":".repeat(64) + "1" + "}".repeat(64))).hasSize(1);
    for (int levels : new int[] {65, 1_001, 500_000}) {
      refused("{\"a\":".repeat(levels) + "1" + "}".repeat(levels));
      refused("{\"a\":" + "[".repeat(levels));
    }
  }

  @Test
  void anEnvelopeHoldsWhatIsAllowedAlone() {
    String inner = "{\"a\":".repeat(64) + "1" + "}".repeat(64);
    assertThat(OutsideJson.envelope("message", ("{\"a\":" + inner + "}").getBytes(UTF_8)).object())
        .hasSize(1);
    assertThatThrownBy(
            () ->
                OutsideJson.envelope("message", ("{\"a\":{\"a\":" + inner + "}}").getBytes(UTF_8)))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void whatIsNoObjectOrFollowedByMoreIsRefused() {
    for (String bad : new String[] {"", " ", "null", "[]", "1", "{", "{}{}", "{} x", "\u0000"}) {
      refused(bad);
    }
  }

  @Test
  void numbersThatAreHugeWrittenOutAreRefused() {
    refused("{\"a\":1e999999999}");
    refused("{\"a\":[{\"b\":1e-5000}]}");
    refused("{\"a\":" + "9".repeat(1_001) + "}");
  }

  @Test
  void moreThanAHundredThousandTokensAreRefused() {
    refused("{\"x\":[" + "{},".repeat(50_000) + "1]}");
    assertThat(read("{\"x\":[" + "{},".repeat(49_000) + "1]}")).hasSize(1);
  }

  @Test
  void bracketsWeighMoreThanTheirBytes() {
    assertThat(heapBytes("{\"x\":[" + "{},".repeat(10_000) + "1]}")).isGreaterThan(1_200_000);
    assertThat(heapBytes("{\"x\":\"" + "y".repeat(30_000) + "\"}")).isBetween(60_000L, 61_000L);
  }

  private static long heapBytes(String json) {
    return OutsideJson.read("body", json.getBytes(UTF_8)).heapBytes();
  }

  private static Map<String, Object> read(String json) {
    return OutsideJson.read("body", json.getBytes(UTF_8)).object();
  }

  private static void refused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(Invalid.class)
        .hasMessageStartingWith("body: ")
        .message()
        .hasSizeLessThan(300);
  }
}
