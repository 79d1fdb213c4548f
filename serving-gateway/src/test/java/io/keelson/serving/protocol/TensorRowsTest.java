package io.keelson.serving.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TensorRowsTest {
  private static final long HUGE = 1L << 40;
  private static final int MAX = Integer.MAX_VALUE;

  private static TensorRows table(String datatype, int bytes, List<Long> shape) {
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .addInputs(
                ModelInferRequest.InferInputTensor.newBuilder()
                    .setName("x")
                    .setDatatype(datatype)
                    .addAllShape(shape))
            .addRawInputContents(ByteString.copyFrom(new byte[bytes]))
            .build();
    return TensorRows.inputs(request, Set.of("x")).get("x");
  }

  private static List<Long> shape(long... sizes) {
    return Arrays.stream(sizes).boxed().toList();
  }

  static Stream<List<Long>> claimsWithoutElements() {
    return Stream.of(
        shape(0, HUGE),
        shape(HUGE, 0),
        shape(0, 1L << 31),
        shape(0, 3_000_000_000L),
        shape(0, Long.MAX_VALUE),
        shape(0, HUGE, HUGE, 2),
        shape(2, HUGE, 0),
        shape(0, -1),
        shape(-1, 0),
        shape(0, Long.MIN_VALUE));
  }

  @ParameterizedTest
  @MethodSource("claimsWithoutElements")
  void aDimensionThatNoTensorHasIsRefusedAlsoBesideAnEmptyOne(List<Long> shape) {
    for (String datatype : List.of("FP32", "BYTES")) {
      assertThatThrownBy(() -> table(datatype, 0, shape))
          .isInstanceOf(ProtocolError.class)
          .hasMessageContaining("its shape does not fit its elements");
    }
  }

  static Stream<List<Long>> claimsOfElements() {
    return Stream.of(
        shape(HUGE),
        shape(MAX, MAX),
        shape(1, HUGE),
        shape(1L << 32, 1L << 32), // of which the product is 0 in 64 bits
        shape(1L << 33, 1L << 31, 2),
        shape(3, 1),
        shape(1, 1));
  }

  @ParameterizedTest
  @MethodSource("claimsOfElements")
  void nothingIsMadeOfElementsThatAreNotThere(List<Long> shape) {
    assertThatThrownBy(() -> table("FP32", 2 * Float.BYTES, shape))
        .isInstanceOf(ProtocolError.class);
  }

  @Test
  void anEmptyTableHasTheColumnsThatItNames() {
    TensorRows none = table("FP32", 0, shape(0, 13));
    assertThat(none.rows()).isZero();
    assertThat(none.columns()).isEqualTo(13);
    assertThat(table("FP32", 0, shape(0, MAX)).columns()).isEqualTo(MAX);
  }
}
