package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.profile.ReferenceProfile;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCountingTest {
  private static final double[] HALVES = {1, 2, 3, 4};
  private final ReferenceProfile profile = Profiles.of(HALVES, HALVES, new double[] {0, 1, 0, 1});

  private Map<String, BinCounts> count(ModelInferRequest request, ModelInferResponse answer) {
    return profile.counts(RowCounting.count(profile, request, answer).counts());
  }

  @Test
  void eachRowOfABatchIsCountedByItsColumns() {
    RowTally tally =
        RowCounting.count(
            profile,
            Messages.request(new float[][] {{-9, 4}, {Float.NaN, 4}, {1, 99}}),
            Messages.answer(0, 1, 7));

    Map<String, BinCounts> counts = profile.counts(tally.counts());
    assertThat(tally.rows()).isEqualTo(3);
    assertThat(counts.get("INPUT:x").total()).isEqualTo(3);
    long[] x = counts.get("INPUT:x").counts();
    assertThat(x[0]).as("below all edges").isEqualTo(1);
    assertThat(x[x.length - 1]).as("missing").isEqualTo(1);
    assertThat(counts.get("INPUT:y").counts()[counts.get("INPUT:y").counts().length - 1]).isZero();
    assertThat(counts.get("PREDICTION:label").counts()).containsExactly(1, 1, 1, 0);
  }

  @Test
  void aFeatureMayBeCarriedByTypedContents() {
    ModelInferRequest.InferInputTensor.Builder input =
        ModelInferRequest.InferInputTensor.newBuilder()
            .setName("features")
            .setDatatype("FP64")
            .addShape(2)
            .addShape(2);
    for (double value : HALVES) {
      input.getContentsBuilder().addFp64Contents(value);
    }

    Map<String, BinCounts> counts =
        count(ModelInferRequest.newBuilder().addInputs(input).build(), Messages.answer(1, 1));

    assertThat(Arrays.stream(counts.get("INPUT:x").counts()).sum()).isEqualTo(2);
    assertThat(counts.get("PREDICTION:label").counts()).containsExactly(0, 2, 0, 0);
  }

  @Test
  void whatWasNotAskedForOfTheAnswerIsNotMissing() {
    Map<String, BinCounts> counts =
        count(Messages.request(new float[][] {{1, 2}}), ModelInferResponse.getDefaultInstance());

    assertThat(counts.get("PREDICTION:label").total()).isZero();
    assertThat(counts.get("INPUT:y").total()).isEqualTo(1);
  }

  @Test
  void aTensorWithoutTheColumnsIsRefused() {
    assertThatThrownBy(() -> count(Messages.request(new float[][] {{1}}), Messages.answer(1)))
        .isInstanceOf(ProtocolError.class)
        .hasMessageContaining("has 1 columns (expected: more than 1)");
    assertThatThrownBy(() -> count(ModelInferRequest.getDefaultInstance(), Messages.answer(1)))
        .isInstanceOf(ProtocolError.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 3, 1L << 31, 1L << 33, Long.MAX_VALUE})
  void aShapeThatItsElementsDoNotFitIsRefused(long rows) {
    ModelInferRequest lying =
        ModelInferRequest.newBuilder()
            .addInputs(
                ModelInferRequest.InferInputTensor.newBuilder()
                    .setName("features")
                    .setDatatype("FP32")
                    .addShape(rows)
                    .addShape(2))
            .addRawInputContents(ByteString.copyFrom(new byte[2 * 2 * Float.BYTES]))
            .build();

    assertThatThrownBy(() -> count(lying, Messages.answer(1))).isInstanceOf(ProtocolError.class);
  }
}
