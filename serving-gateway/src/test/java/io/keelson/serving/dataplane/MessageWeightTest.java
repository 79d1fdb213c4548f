package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.keelson.serving.protocol.inference.InferParameter;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.protocol.inference.ModelInferResponse.InferOutputTensor;
import io.keelson.serving.protocol.inference.ModelMetadataResponse;
import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class MessageWeightTest {
  private static final int MESSAGE_BYTES = 1_000;

  private static long weight(byte[] message, Descriptor type) throws IOException {
    return MessageWeight.of(ByteString.copyFrom(message).newCodedInput(), type, MESSAGE_BYTES);
  }

  private static long weight(Message.Builder message) throws IOException {
    return weight(message.build().toByteArray(), message.getDescriptorForType());
  }

  private static byte[] repeated(int count, int... bytes) {
    byte[] message = new byte[count * bytes.length];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) bytes[i % bytes.length];
    }
    return message;
  }

  private static InferOutputTensor.Builder holding(InferTensorContents.Builder contents) {
    return InferOutputTensor.newBuilder().setContents(contents);
  }

  @Test
  void eachMessageWeighsHoweverFewBytesItHas() throws IOException {
    assertThat(weight(repeated(100, 0x22, 0), ModelMetadataResponse.getDescriptor()))
        .as("inputs that say nothing")
        .isEqualTo(100L * MESSAGE_BYTES);
    assertThat(weight(repeated(100, 0x2A, 0), ModelInferResponse.getDescriptor()))
        .as("outputs that say nothing")
        .isEqualTo(100L * MESSAGE_BYTES);
    assertThat(
            weight(
                ModelInferResponse.newBuilder()
                    .addOutputs(
                        InferOutputTensor.newBuilder()
                            .putParameters("a", InferParameter.getDefaultInstance()))))
        .as("a tensor, its parameter and what that is set to")
        .isGreaterThanOrEqualTo(3L * MESSAGE_BYTES);
  }

  @Test
  void rawTensorsAndStringsThatSayNothingWeighTheirPlaceInAList() throws IOException {
    assertThat(weight(repeated(100, 0x32, 0), ModelInferResponse.getDescriptor())).isEqualTo(6_400);
    assertThat(weight(repeated(100, 0x12, 0), ModelMetadataResponse.getDescriptor()))
        .isEqualTo(6_400);
    assertThat(
            weight(
                ModelInferResponse.newBuilder()
                    .addRawOutputContents(ByteString.copyFrom(new byte[1 << 20]))))
        .as("it stays where it is")
        .isEqualTo(64);
  }

  @Test
  void numbersWeighWhatTheyBecomeAndNotWhatTheyTakeOnTheWire() throws IOException {
    long small =
        weight(
            ModelInferResponse.newBuilder()
                .addOutputs(
                    holding(
                        InferTensorContents.newBuilder()
                            .addAllInt64Contents(Collections.nCopies(1_000, 1L)))));
    assertThat(small).isGreaterThanOrEqualTo(36_000);
    long floats =
        weight(
            ModelInferResponse.newBuilder()
                .addOutputs(
                    holding(
                        InferTensorContents.newBuilder()
                            .addAllFp32Contents(Collections.nCopies(1_000, 1f)))));
    assertThat(floats).isBetween(20_000L, 20_000L + 3 * MESSAGE_BYTES);
    assertThat(
            weight(
                ModelInferResponse.newBuilder()
                    .addOutputs(
                        holding(
                            InferTensorContents.newBuilder()
                                .addBytesContents(ByteString.copyFrom(new byte[10_000]))))))
        .as("typed bytes are copied")
        .isGreaterThanOrEqualTo(40_000);
  }

  @Test
  void whatNobodyReadsWeighsToo() throws IOException {
    assertThat(weight(repeated(100, 0x08, 1), ModelInferResponse.getDescriptor()))
        .as("a number where a string is meant to be")
        .isEqualTo(100L * MESSAGE_BYTES);
    assertThat(weight(repeated(100, 0xA2, 6, 0), ModelInferResponse.getDescriptor()))
        .isEqualTo(100L * MESSAGE_BYTES);
    assertThat(weight(repeated(100, 0xA0, 6, 0), ModelInferResponse.getDescriptor()))
        .isEqualTo(100L * MESSAGE_BYTES);
  }

  @Test
  void whatIsNoMessageIsRefused() {
    assertThatThrownBy(() -> weight(repeated(1, 0x2A, 9), ModelInferResponse.getDescriptor()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> weight(repeated(1, 0xA3, 6), ModelInferResponse.getDescriptor()))
        .as("a group")
        .isInstanceOf(IOException.class);
  }
}
