package io.keelson.serving.watch.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.watch.bins.BinCounts;
import io.keelson.serving.watch.profile.KnownInputs;
import io.keelson.serving.watch.profile.ReferenceProfile;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCountingTest {
  private static final double[] HALVES = {1, 2, 3, 4};
  private final ReferenceProfile profile = Profiles.of(HALVES, HALVES, new double[] {0, 1, 0, 1});
  private JsonObject signature;

  private Map<String, BinCounts> count(ModelInferRequest request, ModelInferResponse answer) {
    return profile.counts(tally(request, answer).counts());
  }

  private RowTally tally(ModelInferRequest request, ModelInferResponse answer) {
    return RowCounting.count(profile, KnownInputs.of(profile, signature), request, answer);
  }

  @Test
  void eachRowOfABatchIsCountedByItsColumns() {
    RowTally tally =
        tally(
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
  void aRequestWithoutInputsAndOneOfOneDimensionForSeveralColumnsAreRefused() {
    ModelInferRequest.Builder flat = Messages.request(new float[][] {{1}}).toBuilder();
    flat.getInputsBuilder(0).clearShape().addShape(1);
    assertThatThrownBy(() -> count(flat.build(), Messages.answer(1)))
        .isInstanceOf(ProtocolError.class)
        .hasMessageContaining("has 1 columns (expected: more than 1)");
    assertThatThrownBy(() -> count(ModelInferRequest.getDefaultInstance(), Messages.answer(1)))
        .isInstanceOf(ProtocolError.class);
  }

  @Test
  void columnsThatATableLacksAreMissing() {
    RowTally tally = tally(Messages.request(new float[][] {{1}, {2}}), Messages.answer(1, 1));

    Map<String, BinCounts> counts = profile.counts(tally.counts());
    assertThat(missing(counts.get("INPUT:x"))).isZero();
    assertThat(missing(counts.get("INPUT:y"))).isEqualTo(2);
    assertThat(counts.get("INPUT:y").total()).isEqualTo(2);
    assertThat(tally.unseen()).isEqualTo(UnseenInputs.NONE);
  }

  private static long missing(BinCounts counts) {
    return counts.counts()[counts.bins().missing()];
  }

  @Test
  void ofARequestWithoutAnyOfTheProfilesInputsAllAreMissing() {
    signature = new JsonObject("{\"inputs\": [{\"name\": \"features\", \"shape\": [-1, 2]}]}");
    ModelInferRequest.Builder renamed =
        Messages.request(new float[][] {{1, 2}, {3, 4}, {5, 6}}).toBuilder();
    renamed.getInputsBuilder(0).setName("values");

    RowTally tally = tally(renamed.build(), Messages.answer(1, 1, 1));

    Map<String, BinCounts> counts = profile.counts(tally.counts());
    assertThat(tally.rows()).isEqualTo(3);
    assertThat(missing(counts.get("INPUT:x"))).isEqualTo(3);
    assertThat(missing(counts.get("INPUT:y"))).isEqualTo(3);
    assertThat(tally.unseen()).isEqualTo(new UnseenInputs(3, Map.of("values", 3L)));
  }

  @Test
  void whatNeitherTheProfileNorTheSignatureKnowsIsCountedByName() {
    signature = new JsonObject("{\"inputs\": [{\"name\": \"features\", \"shape\": [-1, 2]}]}");
    ModelInferRequest request =
        Messages.request(new float[][] {{1, 2, 3}, {4, 5, 6}}).toBuilder()
            .addInputs(ModelInferRequest.InferInputTensor.newBuilder().setName("note"))
            .build();

    RowTally tally = tally(request, Messages.answer(1, 1));

    assertThat(tally.rows()).isEqualTo(2);
    assertThat(tally.unseen())
        .as("what is in an input that nobody asks for is not looked at")
        .isEqualTo(new UnseenInputs(2, Map.of("note", 2L, "features: 3 columns", 2L)));

    signature =
        new JsonObject(
            """
            {"inputs": [{"name": "features", "shape": [-1, 3]}, {"name": "note"}, {"name": 7}, 8]}
            """);
    assertThat(tally(request, Messages.answer(1, 1)).unseen()).isEqualTo(UnseenInputs.NONE);
    signature = new JsonObject("{\"inputs\": \"none\"}");
    assertThat(tally(request, Messages.answer(1, 1)).unseen())
        .as("a profile may leave columns out, and nothing else says what there are")
        .isEqualTo(UnseenInputs.NONE);
    signature = null;
    assertThat(tally(request, Messages.answer(1, 1)).unseen()).isEqualTo(UnseenInputs.NONE);
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
