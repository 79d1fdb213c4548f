package io.keelson.serving.watch.capture;

import com.google.protobuf.CodedInputStream;
import io.keelson.serving.hash.KeyHash;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** By what an inference is known: the caller's id, read off the message without decoding it. */
final class InferenceId {
  public static final int MAX_CHARACTERS = 256;
  private static final int LENGTH_DELIMITED = 2;
  private static final int ID_TAG = ModelInferRequest.ID_FIELD_NUMBER << 3 | LENGTH_DELIMITED;
  private static final int TYPE_BITS = 7;
  private static final int LOW_BITS = 0x7f;
  private static final int LOW_BITS_COUNT = 7;
  private static final int FRACTION_BITS = 53;
  private static final char FIRST_PRINTABLE = 0x20;
  private static final char LAST_PRINTABLE = 0x7e;

  static final long UNUSUAL = -1;

  private InferenceId() {}

  /**
   * Of several the last one counts, as the encoding says.
   *
   * @param message a {@link ModelInferRequest}, or its beginning
   * @return empty where it has none, or none in its beginning
   */
  static String read(byte[] message, int offset) {
    long found = find(message, offset);
    if (found == UNUSUAL) {
      return decoded(message, offset);
    }
    return new String(message, from(found), length(found), StandardCharsets.UTF_8);
  }

  /**
   * Where it is in a message of the usual form.
   *
   * @return to be taken apart by {@link #from} and {@link #length}; {@link #UNUSUAL} where only a
   *     decoder can tell
   */
  static long find(byte[] message, int offset) {
    long found = 0;
    int at = offset;
    // Each request that may be kept pays for this: fields as they usually come need no decoder.
    while (at < message.length) {
      int tag = message[at];
      int prefix = 2;
      int length = at + 1 < message.length ? message[at + 1] : -1;
      if (length < 0 && at + 2 < message.length && message[at + 2] > 0) {
        length = length & LOW_BITS | message[at + 2] << LOW_BITS_COUNT;
        prefix = 3;
      }
      boolean isUsual = tag > 0 && (tag & TYPE_BITS) == LENGTH_DELIMITED && tag > TYPE_BITS;
      if (!isUsual || length < 0 || length > message.length - at - prefix) {
        return UNUSUAL;
      }
      if (tag == ID_TAG) {
        found = (long) (at + prefix) << Integer.SIZE | length;
      }
      at += prefix + length;
    }
    return found;
  }

  /**
   * One of printable ASCII alone.
   *
   * @param from where the message begins in which it was found
   */
  static String plain(byte[] bytes, int from, long found) {
    return new String(bytes, from + from(found), length(found), StandardCharsets.ISO_8859_1);
  }

  static int from(long found) {
    return (int) (found >>> Integer.SIZE);
  }

  static int length(long found) {
    return (int) found;
  }

  /** Likewise, of any message. */
  static String decoded(byte[] message, int offset) {
    String id = "";
    int length = Math.max(0, message.length - offset);
    CodedInputStream in = CodedInputStream.newInstance(message, message.length - length, length);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == ID_TAG) {
          id = in.readString();
        } else if (!in.skipField(tag)) {
          return id;
        }
      }
    } catch (IOException cutOff) {
      return id;
    }
    return id;
  }

  /** Whether it is short enough, and text. */
  static boolean isUsable(String id) {
    if (id.length() > MAX_CHARACTERS) {
      return false;
    }
    // Each kept request pays for this: a stream costs several times as much.
    for (int i = 0; i < id.length(); i++) {
      if (Character.isISOControl(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a header can tell it: those of HTTP have no other letters. */
  static boolean fitsHeader(String id) {
    return fitsHeader(id, false);
  }

  /**
   * @param isPlain whether it is known to have no other letters
   */
  static boolean fitsHeader(String id, boolean isPlain) {
    for (int i = 0; !isPlain && i < id.length(); i++) {
      if (id.charAt(i) < FIRST_PRINTABLE || id.charAt(i) > LAST_PRINTABLE) {
        return false;
      }
    }
    return id.isEmpty() || (id.charAt(0) != ' ' && id.charAt(id.length() - 1) != ' ');
  }

  /**
   * Whether an inference is among the share of its endpoint's that is kept: by a hash, so that all
   * gateways and each repetition say the same, and a larger share holds all of a smaller one.
   *
   * @param share 0 to 1
   */
  static boolean isAmong(UUID endpointId, String id, double share) {
    return share >= 1 || point(endpointId, id) < share;
  }

  /** From 0 to below 1. */
  private static double point(UUID endpointId, String id) {
    long bits = KeyHash.of(endpointId, id);
    return (bits >>> Long.SIZE - FRACTION_BITS) * 0x1p-53;
  }
}
