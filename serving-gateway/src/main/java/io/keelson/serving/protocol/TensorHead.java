package io.keelson.serving.protocol;

import java.util.Arrays;

/**
 * How the tensor at one place of the message before began, on the wire and in JSON: name, type and
 * shape, up to its elements. From one call to the next they are mostly the same.
 *
 * @param wire its fields, complete ones
 * @param name where that is in them, a {@link WireRange}
 * @param json up to its first element; all of it where it is redacted
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record TensorHead(byte[] wire, long name, DataKind kind, boolean isRedacted, byte[] json) {
  /** Longer ones are not kept. */
  static final int MAX_BYTES = 512;

  boolean begins(byte[] message, int from, int to) {
    return to - from >= wire.length
        && Arrays.equals(message, from, from + wire.length, wire, 0, wire.length);
  }
}
