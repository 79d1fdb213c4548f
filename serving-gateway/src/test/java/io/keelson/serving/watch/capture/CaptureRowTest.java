package io.keelson.serving.watch.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferRequest.InferInputTensor;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.watch.capture.CapturedCall.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CaptureRowTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Message framed(MessageLite message) {
    byte[] bytes = message.toByteArray();
    byte[] framed =
        ByteBuffer.allocate(5 + bytes.length).put((byte) 0).putInt(bytes.length).put(bytes).array();
    return new Message(framed, bytes.length);
  }

  private static CapturedCall<CaptureSettings> call(Message request) {
    return new CapturedCall<>(
        new CapturedCall.Source(new UUID(0, 1), new UUID(0, 2), 3),
        new CaptureSettings(new UUID(0, 4), 1, Set.of("name")),
        "id-1",
        Instant.parse("2026-11-27T10:00:00Z"),
        1_500_000,
        request,
        framed(ModelInferResponse.getDefaultInstance()));
  }

  private static InferInputTensor.Builder tensor(String name, String datatype, long size) {
    return InferInputTensor.newBuilder().setName(name).setDatatype(datatype).addShape(size);
  }

  private static String text(CaptureRow row) {
    return new String(row.bytes(), row.from(), row.to() - row.from(), StandardCharsets.UTF_8);
  }

  private static JsonNode tree(CaptureRow row) throws IOException {
    return JSON.readTree(row.bytes(), row.from(), row.to() - row.from());
  }

  @Test
  void elementsAreKeptWhicheverFormTheyCameIn() throws IOException {
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .addInputs(
                tensor("text", "BYTES", 1)
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addBytesContents(ByteString.copyFromUtf8("a\"b\n"))))
            .addInputs(
                tensor("odd", "FP64", 2)
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addFp64Contents(Double.NaN)
                            .addFp64Contents(1e300)))
            .addInputs(
                tensor("name", "BYTES", 1)
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addBytesContents(ByteString.copyFromUtf8("Ada"))))
            .build();

    CaptureRow row = CaptureRow.of(call(framed(request)));

    JsonNode json = tree(row);
    assertThat(row.isShortened()).isFalse();
    assertThat(json.at("/inputs/text/data/0").asText()).isEqualTo("a\"b\n");
    assertThat(json.at("/inputs/odd/data").toString()).isEqualTo("[\"NaN\",1.0E300]");
    assertThat(json.at("/inputs/name/redacted").asBoolean()).isTrue();
    assertThat(text(row)).doesNotContain("Ada").doesNotContain("\n");
    assertThat(json.path("time").asText()).isEqualTo("2026-11-27T10:00:00Z");
    assertThat(json.path("latency_ms").asDouble()).isEqualTo(1.5);
  }

  @Test
  void manySmallTensorsAreBoundedTogether() throws IOException {
    ModelInferRequest.Builder request = ModelInferRequest.newBuilder();
    for (int i = 0; i < 4; i++) {
      request
          .addInputs(tensor("t" + i, "BOOL", 15_000))
          .addRawInputContents(ByteString.copyFrom(new byte[15_000]));
    }

    CaptureRow row = CaptureRow.of(call(framed(request.build())));

    assertThat(row.isShortened()).isTrue();
    assertThat(row.to() - row.from()).isLessThan(256 << 10);
    JsonNode inputs = tree(row).path("inputs");
    assertThat(inputs.path("t0").has("data")).isTrue();
    assertThat(inputs.path("t3").path("size_bytes").asInt()).isEqualTo(15_000);
  }

  @Test
  void ofTensorsWithOneNameTheFirstIsKept() throws IOException {
    ModelInferRequest request =
        ModelInferRequest.newBuilder()
            .addInputs(tensor("x", "BOOL", 1))
            .addRawInputContents(ByteString.copyFrom(new byte[] {1}))
            .addInputs(tensor("x", "BOOL", 1))
            .addRawInputContents(ByteString.copyFrom(new byte[] {0}))
            .build();

    assertThat(tree(CaptureRow.of(call(framed(request)))).at("/inputs").toString())
        .isEqualTo("{\"x\":{\"datatype\":\"BOOL\",\"shape\":[1],\"data\":[true]}}");
  }

  @Test
  void whatIsNoMessageOrContradictsItselfIsNoRow() {
    assertThatThrownBy(() -> CaptureRow.of(call(new Message(new byte[] {1, 0, 0, 0, 0}, 0))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> CaptureRow.of(call(new Message(new byte[] {0, 0, 0, 0, 1, 9}, 1))))
        .isInstanceOf(IOException.class);
    ModelInferRequest halves =
        ModelInferRequest.newBuilder()
            .addInputs(tensor("x", "FP32", 1))
            .addRawInputContents(ByteString.copyFrom(new byte[3]))
            .build();
    assertThatThrownBy(() -> CaptureRow.of(call(framed(halves)))).isInstanceOf(ProtocolError.class);
  }
}
