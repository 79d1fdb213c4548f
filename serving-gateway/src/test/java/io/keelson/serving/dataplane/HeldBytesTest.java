package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.keelson.serving.protocol.inference.InferTensorContents;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class HeldBytesTest {
  private final UUID tenant = UUID.randomUUID();

  @Test
  void aTenantHasItsShareAndTheProcessItsBound() {
    HeldBytes held = new HeldBytes(100, 60);
    HeldBytes.Hold first = held.hold(tenant);
    HeldBytes.Hold second = held.hold(tenant);
    HeldBytes.Hold other = held.hold(UUID.randomUUID());

    assertThat(first.take(50)).isTrue();
    assertThat(second.take(20)).as("more than the tenant's share").isFalse();
    assertThat(other.take(50)).isTrue();
    assertThat(second.take(1)).as("more than the process's bound").isFalse();
    first.release(10);
    assertThat(second.take(10)).isTrue();
    assertThat(held.held()).isEqualTo(100);
    first.end();
    second.end();
    other.end();
    assertThat(held.held()).isZero();
  }

  @Test
  void aCallThatHasEndedTakesNothingMore() {
    HeldBytes held = new HeldBytes(100, 100);
    HeldBytes.Hold call = held.hold(tenant);
    call.take(30);
    call.end();
    call.release(30);

    assertThat(call.take(1)).isFalse();
    assertThat(held.held()).isZero();
  }

  @Test
  void aBodyTakesItsRoomPieceByPieceAndStopsWhereThereIsNone() {
    HeldBytes held = new HeldBytes(1 << 20, 200_000);
    HeldOutput out = new HeldOutput(held.hold(tenant), 0);
    byte[] bytes = new byte[100_000];
    bytes[99_999] = 7;
    out.write(bytes, 0, bytes.length);
    assertThat(held.held()).isBetween(100_000L, 200_000L);

    assertThatThrownBy(() -> out.write(bytes, 0, bytes.length))
        .isInstanceOf(HeldOutput.NoRoom.class);

    HeldOutput small = new HeldOutput(new HeldBytes(1 << 20, 1 << 20).hold(tenant), 0);
    small.write(bytes, 0, bytes.length);
    Queue<Buffer> pieces = small.finished();
    Buffer whole = Buffer.buffer();
    pieces.forEach(whole::appendBuffer);
    assertThat(whole.getBytes()).isEqualTo(bytes);
    assertThat(small.size()).isEqualTo(100_000);
  }

  private static Buffer framed(ModelInferResponse message) {
    return GrpcDoor.framed(message);
  }

  @Test
  void theRoomOfAnAnswerIsTakenWhenItsLengthIsKnownAndNotCopied() throws IOException {
    HeldBytes held = new HeldBytes(1 << 20, 1 << 20);
    Buffer framed =
        framed(
            ModelInferResponse.newBuilder()
                .addRawOutputContents(ByteString.copyFrom(new byte[10_000]))
                .build());
    ReplicaAnswer answer = new ReplicaAnswer(20_000, held.hold(tenant), 0);

    assertThat(answer.add(framed.getBuffer(0, 3))).isEqualTo(ReplicaAnswer.Added.TAKEN);
    assertThat(held.held()).isZero();
    assertThat(answer.add(framed.getBuffer(3, 6))).isEqualTo(ReplicaAnswer.Added.TAKEN);
    assertThat(held.held()).isEqualTo(framed.length() - 5);
    assertThat(answer.isComplete()).isFalse();
    assertThat(answer.add(framed.getBuffer(6, framed.length())))
        .isEqualTo(ReplicaAnswer.Added.TAKEN);
    assertThat(answer.isComplete()).isTrue();
    assertThat(ModelInferResponse.parseFrom(input(answer)).getRawOutputContents(0).size())
        .isEqualTo(10_000);
    assertThat(held.held())
        .as("a raw tensor stays where it is")
        .isBetween(framed.length() - 5L, framed.length() + 95L);
    assertThat(answer.add(Buffer.buffer("x"))).isEqualTo(ReplicaAnswer.Added.MALFORMED);
  }

  private static CodedInputStream input(ReplicaAnswer answer) throws IOException {
    return answer.input(ModelInferResponse.getDescriptor(), MessageWeight.OF_TENSOR_BYTES);
  }

  @Test
  void typedTensorsTakeMoreRoomAndTooLargeAnswersAreNotRead() {
    HeldBytes held = new HeldBytes(1 << 20, 30_000);
    ModelInferResponse typed =
        ModelInferResponse.newBuilder()
            .addOutputs(
                ModelInferResponse.InferOutputTensor.newBuilder()
                    .setContents(
                        InferTensorContents.newBuilder()
                            .addAllFp32Contents(java.util.Collections.nCopies(2_500, 1f))))
            .build();
    ReplicaAnswer answer = new ReplicaAnswer(20_000, held.hold(tenant), 0);
    assertThat(answer.add(framed(typed))).isEqualTo(ReplicaAnswer.Added.TAKEN);
    assertThatThrownBy(() -> input(answer)).isInstanceOf(HeldOutput.NoRoom.class);

    assertThat(new ReplicaAnswer(9_999, held.hold(tenant), 0).add(framed(typed)))
        .isEqualTo(ReplicaAnswer.Added.TOO_LARGE);
    assertThat(
            new ReplicaAnswer(20_000, new HeldBytes(100, 100).hold(tenant), 0).add(framed(typed)))
        .isEqualTo(ReplicaAnswer.Added.NO_ROOM);
  }

  @Test
  void ofTwoLargeAnswersOneIsToldAndTheOtherRefusedBeforeItIsRead() {
    HeldBytes held = new HeldBytes(1 << 20, 50_000);
    Buffer framed =
        framed(
            ModelInferResponse.newBuilder()
                .addRawOutputContents(ByteString.copyFrom(new byte[10_000]))
                .build());
    ReplicaAnswer first = new ReplicaAnswer(20_000, held.hold(tenant), 3);
    ReplicaAnswer second = new ReplicaAnswer(20_000, held.hold(tenant), 3);

    assertThat(first.add(framed.getBuffer(0, 5))).isEqualTo(ReplicaAnswer.Added.TAKEN);
    assertThat(second.add(framed.getBuffer(0, 5))).isEqualTo(ReplicaAnswer.Added.NO_ROOM);

    first.add(framed.getBuffer(5, framed.length()));
    HeldOutput text = first.output();
    text.write(new byte[12_000], 0, 12_000);
    assertThat(held.held())
        .as("nothing beyond what was taken")
        .isEqualTo(4L * (framed.length() - 5));
    first.release();
    text.finished();
    assertThat(held.held()).isBetween(12_000L, 16_000L);
  }
}
