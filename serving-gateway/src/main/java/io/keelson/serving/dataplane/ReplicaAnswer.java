package io.keelson.serving.dataplane;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.UnsafeByteOperations;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * The one message of a replica's answer. Its length stands before it: the room is taken as soon as
 * that is known, that for its text with it, so that of many large ones some are answered and not
 * all refused halfway. The message is kept once and never copied. All but raw tensors grow while
 * they are read: the room for that is taken before ({@link MessageWeight}).
 */
final class ReplicaAnswer {
  private final int maxBytes;
  private final HeldBytes.Hold hold;
  private final int textFactor;
  private final Buffer prefix = Buffer.buffer(MessageHead.PREFIX_BYTES);
  private byte[] message;
  private int received;
  private long taken;
  private long takenForText;

  /** What became of a piece. */
  enum Added {
    TAKEN,
    NO_ROOM,
    TOO_LARGE,
    MALFORMED
  }

  /**
   * @param textFactor how many bytes of text each of its bytes is likely to become
   */
  ReplicaAnswer(int maxBytes, HeldBytes.Hold hold, int textFactor) {
    this.maxBytes = maxBytes;
    this.hold = hold;
    this.textFactor = textFactor;
  }

  Added add(Buffer chunk) {
    int at = 0;
    if (message == null) {
      at = Math.min(MessageHead.PREFIX_BYTES - prefix.length(), chunk.length());
      prefix.appendBuffer(chunk, 0, at);
      if (prefix.length() < MessageHead.PREFIX_BYTES) {
        return Added.TAKEN;
      }
      Added begun = begin();
      if (begun != Added.TAKEN) {
        return begun;
      }
    }
    int length = chunk.length() - at;
    if (length > message.length - received) {
      return Added.MALFORMED;
    }
    chunk.getBytes(at, chunk.length(), message, received);
    received += length;
    return Added.TAKEN;
  }

  private Added begin() {
    long length = prefix.getUnsignedInt(1);
    if (prefix.getByte(0) != 0) {
      return Added.MALFORMED;
    }
    if (length > maxBytes) {
      return Added.TOO_LARGE;
    }
    if (!hold.take(length + textFactor * length)) {
      return Added.NO_ROOM;
    }
    taken = length;
    takenForText = textFactor * length;
    message = new byte[(int) length];
    return Added.TAKEN;
  }

  boolean isComplete() {
    return message != null && received == message.length;
  }

  int sizeBytes() {
    return message.length;
  }

  /**
   * Raw tensors stay where they are in the message.
   *
   * @param messageBytes what each message within it becomes
   * @throws HeldOutput.NoRoom when there is no room for what reading it takes
   */
  CodedInputStream input(Descriptor type, int messageBytes) throws IOException {
    long weight = MessageWeight.of(open(), type, messageBytes);
    if (!hold.take(weight)) {
      throw new HeldOutput.NoRoom();
    }
    taken += weight;
    return open();
  }

  private CodedInputStream open() {
    CodedInputStream in = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
    in.enableAliasing(true);
    return in;
  }

  /** Where its text goes, with the room that was taken for it. */
  HeldOutput output() {
    HeldOutput out = new HeldOutput(hold, takenForText);
    takenForText = 0;
    return out;
  }

  /** The message is not needed any more. */
  void release() {
    message = null;
    hold.release(taken);
    taken = 0;
  }
}
