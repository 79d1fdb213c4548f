package io.keelson.serving.dataplane;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * The one message of a replica's answer. Its length stands before it: the room is taken as soon as
 * that is known, that for its text with it, so that of many large ones some are answered and not
 * all refused halfway. The message is kept once and never copied. Tensors that are not raw grow
 * while they are read, and so take more.
 */
final class ReplicaAnswer {
  private static final int OUTPUTS_FIELD = 5;
  private static final int TYPED_FACTOR = 3;

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
   * @throws HeldOutput.NoRoom when there is no room for what reading it takes
   */
  CodedInputStream input() throws IOException {
    long typed = TYPED_FACTOR * outputsBytes();
    if (!hold.take(typed)) {
      throw new HeldOutput.NoRoom();
    }
    taken += typed;
    return open();
  }

  private CodedInputStream open() {
    CodedInputStream in = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
    in.enableAliasing(true);
    return in;
  }

  /** How much of an inference's answer is tensors with typed contents, or their names alone. */
  private long outputsBytes() throws IOException {
    CodedInputStream in = open();
    long bytes = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int before = in.getTotalBytesRead();
      if (!in.skipField(tag)) {
        return bytes;
      }
      if (tag >>> 3 == OUTPUTS_FIELD) {
        bytes += in.getTotalBytesRead() - before;
      }
    }
    return bytes;
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
