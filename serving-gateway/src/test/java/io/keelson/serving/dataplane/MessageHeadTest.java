package io.keelson.serving.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class MessageHeadTest {
  private static Buffer framed(byte[] message) {
    return Buffer.buffer().appendByte((byte) 0).appendInt(message.length).appendBytes(message);
  }

  private static MessageHead.Outcome read(MessageHead head, byte[] message, int cut) {
    return head.read(framed(message).slice(0, cut), MessageHead.PREFIX_BYTES + message.length);
  }

  private static byte[] request(Random random) {
    ModelInferRequest.Builder request = ModelInferRequest.newBuilder();
    if (random.nextInt(10) > 0) {
      request.setModelName("m".repeat(random.nextInt(MessageHead.MAX_NAME_BYTES + 1)));
    }
    if (random.nextBoolean()) {
      request.setModelVersion("v".repeat(random.nextInt(20)));
    }
    if (random.nextBoolean()) {
      request.setId("an id");
    }
    byte[] raw = new byte[random.nextInt(2_000)];
    random.nextBytes(raw);
    return request.addRawInputContents(ByteString.copyFrom(raw)).build().toByteArray();
  }

  @RepeatedTest(300)
  void itSaysWhatTheDecoderSaysAndNeverBeforeItCan(RepetitionInfo repetition) throws Exception {
    Random random = new Random(repetition.getCurrentRepetition());
    byte[] message = request(random);
    ModelInferRequest decoded = ModelInferRequest.parseFrom(message);
    boolean found = false;
    for (int cut = 0; cut <= message.length + MessageHead.PREFIX_BYTES; cut++) {
      MessageHead head = new MessageHead();
      MessageHead.Outcome outcome = read(head, message, cut);
      assertThat(outcome).isNotEqualTo(MessageHead.Outcome.MALFORMED);
      if (outcome == MessageHead.Outcome.FOUND) {
        found = true;
        assertThat(head.name()).isEqualTo(decoded.getModelName());
        assertThat(head.version()).isEqualTo(decoded.getModelVersion());
      } else {
        assertThat(found).as("more bytes never make it less sure").isFalse();
      }
    }
    assertThat(found).isTrue();
  }

  /** The encoding allows any order and repetition; the last value of a field counts. */
  @RepeatedTest(300)
  void fieldsMayComeInAnyOrder(RepetitionInfo repetition) throws Exception {
    Random random = new Random(repetition.getCurrentRepetition());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    int fields = random.nextInt(6);
    out.writeString(3, "id first");
    for (int i = 0; i < fields; i++) {
      switch (random.nextInt(6)) {
        case 0 -> out.writeString(1, "name" + i);
        case 1 -> out.writeString(2, "version" + i);
        case 2 -> out.writeByteArray(7, new byte[random.nextInt(300)]);
        case 3 -> out.writeInt64(100, random.nextLong());
        case 4 -> out.writeFixed64(101, random.nextLong());
        default -> out.writeFixed32(102, random.nextInt());
      }
    }
    out.flush();
    byte[] message = bytes.toByteArray();
    MessageHead head = new MessageHead();

    assertThat(read(head, message, message.length + MessageHead.PREFIX_BYTES))
        .isEqualTo(MessageHead.Outcome.FOUND);

    ModelInferRequest decoded = ModelInferRequest.parseFrom(message);
    assertThat(head.name()).isEqualTo(decoded.getModelName());
    assertThat(head.version()).isEqualTo(decoded.getModelVersion());
  }

  @RepeatedTest(500)
  void garbageEndsInAnAnswerAndNeverInAnException(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    byte[] message = random.nextBoolean() ? request(random) : new byte[random.nextInt(50)];
    for (int i = 0; i < 1 + random.nextInt(5) && message.length > 0; i++) {
      message[random.nextInt(Math.min(message.length, 40))] = (byte) random.nextInt();
    }
    MessageHead head = new MessageHead();

    MessageHead.Outcome outcome = read(head, message, message.length + MessageHead.PREFIX_BYTES);

    assertThat(outcome)
        .as("a whole message leaves nothing to wait for")
        .isNotEqualTo(MessageHead.Outcome.NEED_MORE);
    if (outcome == MessageHead.Outcome.FOUND) {
      assertThat(head.name()).isNotNull();
    }
  }

  @Test
  void aNameThatIsTooLongIsRefusedWithoutWaitingForIt() throws IOException {
    byte[] message =
        ModelInferRequest.newBuilder().setModelName("m".repeat(100_000)).build().toByteArray();
    assertThat(read(new MessageHead(), Arrays.copyOf(message, message.length), 20))
        .isEqualTo(MessageHead.Outcome.MALFORMED);
  }

  @Test
  void anEmptyMessageNamesNoModel() throws InvalidProtocolBufferException {
    MessageHead head = new MessageHead();
    assertThat(read(head, new byte[0], MessageHead.PREFIX_BYTES))
        .isEqualTo(MessageHead.Outcome.FOUND);
    assertThat(head.name()).isEmpty();
  }
}
