package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InferenceIdTest {
  private static final UUID ENDPOINT = new UUID(1, 2);

  private static byte[] request(String id, int tensorBytes) {
    return ModelInferRequest.newBuilder()
        .setModelName("wine")
        .setModelVersion("3")
        .setId(id)
        .addInputs(ModelInferRequest.InferInputTensor.newBuilder().setName("x"))
        .addRawInputContents(ByteString.copyFrom(new byte[tensorBytes]))
        .build()
        .toByteArray();
  }

  @Test
  void theIdIsReadOffTheMessageOrItsBeginning() {
    byte[] message = request("id-1", 1_000);

    assertThat(InferenceId.read(message, 0)).isEqualTo("id-1");
    assertThat(InferenceId.read(Arrays.copyOf(message, 100), 0)).isEqualTo("id-1");
    assertThat(InferenceId.read(request("", 10), 0)).isEmpty();
  }

  @Test
  void itIsTheOneThatADecoderFinds() {
    Random random = new Random(47);
    for (int i = 0; i < 3_000; i++) {
      byte[] message = request("i".repeat(random.nextInt(300)) + "ü", random.nextInt(40_000));
      byte[] cut = Arrays.copyOf(message, random.nextInt(Math.min(message.length, 400)));
      for (int k = random.nextInt(3); k > 0 && cut.length > 0; k--) {
        cut[random.nextInt(cut.length)] = (byte) random.nextInt();
      }
      int offset = random.nextInt(7);
      assertThat(InferenceId.read(cut, offset)).isEqualTo(InferenceId.decoded(cut, offset));
      assertThat(InferenceId.read(message, 0)).isEqualTo(InferenceId.decoded(message, 0));
    }
  }

  @Test
  void whatIsNoMessageHasNoId() {
    assertThat(InferenceId.read(new byte[0], 5)).isEmpty();
    assertThat(InferenceId.read(new byte[3], 5)).isEmpty();
    byte[] noise = new byte[64];
    Arrays.fill(noise, (byte) 0xff);
    assertThat(InferenceId.read(noise, 0)).isEmpty();
  }

  @Test
  void aLargerShareHoldsTheSmallerOneAndHasItsPart() {
    long quarter =
        IntStream.range(0, 10_000)
            .filter(i -> InferenceId.isAmong(ENDPOINT, "i" + i, 0.25))
            .peek(
                i -> {
                  assertThat(InferenceId.isAmong(ENDPOINT, "i" + i, 0.26)).isTrue();
                  assertThat(InferenceId.isAmong(ENDPOINT, "i" + i, 1)).isTrue();
                })
            .count();

    assertThat(quarter).isBetween(2_300L, 2_700L);
    assertThat(InferenceId.isAmong(ENDPOINT, "any", 0)).isFalse();
  }

  @Test
  void onlyPrintableTextFitsAHeader() {
    assertThat(List.of("", "id-1", "a b", "~")).allMatch(InferenceId::fitsHeader);
    assertThat(List.of(" id", "id ", " ", "a\tb", "a\u007f", "\u00e9"))
        .noneMatch(InferenceId::fitsHeader);
    assertThat(InferenceId.isUsable("\u00e9")).isTrue();
    assertThat(InferenceId.isUsable("a\u0000")).isFalse();
    assertThat(InferenceId.isUsable("i".repeat(256))).isTrue();
    assertThat(InferenceId.isUsable("i".repeat(257))).isFalse();
  }
}
